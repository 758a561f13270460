import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { renderTable } from '../local/terminal/table';
import { terminalOf } from '../local/terminal/terminal';
import { growthTable } from './growth/growth-table';
import { installPeers } from './peers/install';
import { peersTable } from './peers/peers-table';
import type { BenchTable } from './report/bench-table';
import { describeMachine } from './report/machine';
import { replaceTables } from './report/render-markdown';

const DOCS = path.join(__dirname, '../docs');
const PAGE = path.join(DOCS, 'measurements.md');
const PICTURE = 'growth.svg';

interface Options {
  readonly write?: true;
  readonly records: string;
  readonly pairs: string;
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const python = installPeers();
  const [records, pairs] = [Number(options.records), Number(options.pairs)];
  const isAsked = (name: string) => names.length === 0 || names.includes(name);
  const tables: BenchTable[] = [];
  if (isAsked('peers')) {
    tables.push(await peersTable({ python, records, apiRecords: Math.round(records * 0.3), pairs }));
  }
  if (isAsked('growth')) {
    const { table, picture } = await growthTable({ python, pairs, picture: PICTURE });
    tables.push(table);
    if (options.write) await writeFile(path.join(DOCS, PICTURE), picture);
  }
  const terminal = terminalOf(process.stdout, process.env);
  const machine = describeMachine();
  process.stdout.write(`${machine}\n`);
  for (const { title, heads, rows } of tables) {
    process.stdout.write(
      `\n${title}\n${renderTable(heads, rows, [0], { ...terminal, width: 160 }).join('\n')}\n`,
    );
  }
  if (!options.write) return;
  const day = new Date().toISOString().slice(0, 10);
  const command = ['npm run bench:peers --', ...names, `--records ${records} --pairs ${pairs} --write`].join(
    ' ',
  );
  await writeFile(PAGE, replaceTables(await readFile(PAGE, 'utf8'), tables, { command, day, machine }));
}

new Command('bench:peers')
  .description(
    'measure the replay against other tools, which it installs from the Python package index, and how it grows',
  )
  .argument('[names...]', 'peers, growth; all where none is named')
  .option('--records <number>', 'flow records', '1000000')
  .option('--pairs <number>', 'runs of each side', '5')
  .option('--write', 'put the figures into docs/measurements.md')
  .action(run)
  .parseAsync();
