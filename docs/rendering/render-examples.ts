import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from './pages';

const ROOT = path.join(__dirname, '../..');
const EXAMPLES = path.join(ROOT, 'examples');

/** The report of each folder in `examples/`, as a person gets it who types the command: a page `expected.txt` each. */
export const EXAMPLE_REPORTS: readonly Page[] = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ file: `examples/${name}/expected.txt`, render: () => report(name) }));

/** @throws Error with what the command said, where it ends as neither a report with findings nor without */
function report(name: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/harborwatch.cjs', 'replay', `examples/${name}/logs`],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, COLUMNS: '110', NO_COLOR: '1' } },
  );
  if (status !== 0 && status !== 3 && status !== 10) {
    throw new Error(`replay of examples/${name}/logs ended with ${status}: ${stderr}`);
  }
  return `${stdout}exit status ${status}\n`;
}
