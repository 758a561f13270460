import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderTable } from '../local/terminal/table';
import { terminalOf } from '../local/terminal/terminal';
import { benchLauncher } from './launcher';
import { describeMachine } from './report/machine';
import { replaceTables } from './report/render-markdown';

const PAGE = path.join(__dirname, '../docs/measurements.md');

/** `npm run bench:launcher`, as root: prints the table and, with `--write`, puts it into docs/measurements.md. */
async function run(): Promise<void> {
  const table = await benchLauncher();
  const machine = describeMachine();
  const terminal = terminalOf(process.stdout, process.env);
  const lines = renderTable(table.heads, table.rows, [0], { ...terminal, width: 160 });
  process.stdout.write(`${machine}\n\n${table.title}\n${lines.join('\n')}\n`);
  if (!process.argv.includes('--write')) return;
  const day = new Date().toISOString().slice(0, 10);
  const facts = { command: 'npm run bench:launcher -- --write', day, machine };
  await writeFile(PAGE, replaceTables(await readFile(PAGE, 'utf8'), [table], facts));
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
