import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE_REPORTS } from '../../docs/rendering/render-examples';

const ROOT = path.join(__dirname, '../..');
const README = readFileSync(path.join(ROOT, 'examples/README.md'), 'utf8');

test.each(EXAMPLE_REPORTS)('$file is what a replay says; `npm run docs` writes it', ({ file, render }) => {
  const wanted = path.join(ROOT, file);
  expect(existsSync(wanted) && readFileSync(wanted, 'utf8')).toBe(render());
  expect(README).toContain(`\`${path.basename(path.dirname(file))}\``);
});

test('what each example is there to show is in its report', () => {
  const shown: Readonly<Record<string, string>> = {
    'shell-in-a-container': 'chain-exec-enabled-then-used',
    'trail-stopped': 'still open: trail audit is stopped',
    'ssh-guessing': 'ssh-brute-force-flat',
    'port-opened': 'ssh-port-opened-then-probed',
    'quiet-and-broken': 'records.jsonl:5:',
  };
  for (const [name, text] of Object.entries(shown)) {
    expect(readFileSync(path.join(ROOT, `examples/${name}/expected.txt`), 'utf8')).toContain(text);
  }
});
