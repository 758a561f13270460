import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/tour.md'), 'utf8');

/** Each block of commands with the words that the page promises after it. */
const steps = [...page.matchAll(/```sh\n([\s\S]*?)```\n((?:\s*→ .*\n)*)/g)].map(
  ([, commands = '', after = '']) => ({
    commands: commands.trimEnd(),
    promised: [...after.matchAll(/→ `(.*)`/g)].map(([, words = '']) => words),
  }),
);

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-tour-'));
});
afterAll(() => rmSync(work, { recursive: true }));

test('the page has the five tasks', () => {
  expect(page.match(/^## \d\. /gm)).toHaveLength(5);
  expect(steps.length).toBeGreaterThanOrEqual(8);
});

test.each(steps)('$commands', ({ commands, promised }) => {
  // What npx would find, under the name that it finds it by.
  const text = `harborwatch() { "${process.execPath}" "${ROOT}/bin/harborwatch.cjs" "$@"; }\nnpx() { "$@"; }\n${commands}\n`;
  const { stdout, stderr } = spawnSync('sh', ['-c', text], { cwd: work, encoding: 'utf8' });
  expect(stderr).toBe('');
  for (const words of promised) expect(stdout).toContain(words);
  if (promised.length === 0) expect(stdout).toBe('');
});

test('the forms that the tour writes are there', () => {
  for (const name of ['story.md', 'story.csv', 'story.json'])
    expect(existsSync(path.join(work, name))).toBe(true);
});
