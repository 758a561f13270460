import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TASK_DEFINITION_RULES } from '../../analysis/task-definition/rules';
import { queryCatalogue } from '../../queries/catalogue';
import { SCENARIOS } from '../../simulate/scenarios/registry';

const ROOT = path.join(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const README = read('README.md');
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

test('the README quotes what npm start says, line by line and in order', () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'readme-'));
  const said = execFileSync(
    process.execPath,
    [path.join(ROOT, 'bin/harborwatch.cjs'), 'start', '--no-audit'],
    {
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: '110', XDG_CACHE_HOME: cache },
    },
  );
  rmSync(cache, { recursive: true });
  const [, excerpt = ''] = /^```text\n(In short\n[\s\S]*?)^```/m.exec(README) ?? [];
  const lines = excerpt.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(20);
  let from = 0;
  for (const line of lines) {
    // A command is cut where its folder begins.
    const at = said.indexOf(line.endsWith(' …') ? line.slice(0, -2) : line, from);
    expect(at < 0 ? line : 'said').toBe('said');
    from = at + 1;
  }
});

test('the README counts what there is', () => {
  expect(README).toContain(`names the ${SCENARIOS.length} scenarios`);
  expect(README).toContain(`names the ${queryCatalogue().length} saved questions`);
  expect(README).toContain(`by ${TASK_DEFINITION_RULES.length} rules`);
});

test('the table of scripts has each suite, and the sentence after it names what .ci/run leaves out', () => {
  const rows = [...README.matchAll(/^\| `npm run ([\w:-]+)`/gm)].map(([, name = '']) => name);
  expect(rows.filter((name) => !scripts.includes(name))).toEqual([]);
  expect(scripts.filter((name) => name.startsWith('test:') && !rows.includes(name))).toEqual([]);
  const daily = new Set([...read('.ci/run').matchAll(/^step_([\w:-]+)\(\)/gm)].map(([, name]) => name));
  const left = rows.filter((name) => !daily.has(name));
  // The sentence that names them follows the table.
  const [, named = ''] = /^`\.ci\/run` runs all but (.*?) on a clean checkout/m.exec(README) ?? [];
  expect([...named.matchAll(/`([\w:-]+)`/g)].map(([, name]) => name).sort()).toEqual(left.sort());
});

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const pages = ['.', 'docs', 'examples', 'workload'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

test.each(pages)('%s links to files and headings that are there', (page) => {
  for (const [, link = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : path.join(path.dirname(page), file);
    expect(existsSync(path.join(ROOT, target)) ? 'there' : link).toBe('there');
    if (anchor === undefined || !target.endsWith('.md')) continue;
    const anchors = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
    expect(anchors).toContain(anchor);
  }
});
