import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { renderTable } from '../local/terminal/table';
import { terminalOf } from '../local/terminal/terminal';
import { growthTable } from './growth/growth-table';
import { installPeers } from './peers/install';
import { installRsigma } from './peers/install-rsigma';
import { peersTable } from './peers/peers-table';
import type { BenchTable } from './report/bench-table';
import { describeMachine } from './report/machine';
import { replaceTables, withKeptRows } from './report/render-markdown';

const DOCS = path.join(__dirname, '../docs');
const PAGE = path.join(DOCS, 'measurements.md');
const PICTURE = 'growth.svg';
/** A median of growth is of fewer rounds: there are sixteen times as many records. */
const MOST_OF_GROWTH = 3;
const API_SHARE = 0.3;

interface Options {
  readonly write?: true;
  readonly only?: string;
  readonly records: string;
  readonly pairs: string;
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const began = performance.now();
  const tell = (text: string) =>
    process.stdout.write(`${((performance.now() - began) / 1e3).toFixed(0).padStart(4)} s  ${text}\n`);
  const machine = describeMachine();
  tell(machine);
  const python = installPeers();
  const rsigma = names.includes('growth') && names.length === 1 ? undefined : installRsigma();
  if (rsigma === undefined) tell('rsigma-eval is left out: it is built with cargo, of which there is none');
  const [records, pairs] = [Number(options.records), Number(options.pairs)];
  const command = ['npm run bench:peers --', ...names, ...flagsOf(options), '--write'].join(' ');
  const failed: string[] = [];
  let rows = 0;
  const plan = {
    python,
    ...(rsigma !== undefined && { rsigma }),
    records,
    apiRecords: Math.round(records * API_SHARE),
    ...(options.only !== undefined && { only: options.only }),
    onFailed(what: string) {
      failed.push(what);
      tell(`failed: ${what}`);
    },
    async onTable(table: BenchTable) {
      for (const row of table.rows.slice(rows)) tell(row.filter((cell) => cell !== '').join(', '));
      rows = table.rows.length;
      if (options.write) await writeTable(table, command, machine);
    },
  };
  const isAsked = (name: string) => names.length === 0 || names.includes(name);
  const tables: BenchTable[] = [];
  if (isAsked('peers')) tables.push(await peersTable({ ...plan, apiRecords: records, pairs }));
  rows = 0;
  if (isAsked('growth')) {
    const { table, picture } = await growthTable({
      ...plan,
      pairs: Math.min(pairs, MOST_OF_GROWTH),
      picture: PICTURE,
    });
    tables.push(table);
    // A picture of some of the curves would take the place of one of all.
    if (options.write && options.only === undefined && table.rows.length > 0) {
      await writeFile(path.join(DOCS, PICTURE), picture);
    }
  }
  const terminal = { ...terminalOf(process.stdout, process.env), width: 160 };
  for (const { title, heads, rows: own } of tables) {
    process.stdout.write(`\n${title}\n${renderTable(heads, own, [0], terminal).join('\n')}\n`);
  }
  if (failed.length > 0) {
    process.stderr.write(`\nnot measured:\n${failed.join('\n')}\n`);
    process.exitCode = 1;
  }
}

function flagsOf({ only, records, pairs }: Options): readonly string[] {
  return [...(only === undefined ? [] : [`--only '${only}'`]), `--records ${records}`, `--pairs ${pairs}`];
}

/** After each group: whatever happens later, what was measured stands in the page. */
async function writeTable(table: BenchTable, command: string, machine: string): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const page = await readFile(PAGE, 'utf8');
  await writeFile(PAGE, replaceTables(page, [withKeptRows(page, table)], { command, day, machine }));
}

new Command('bench:peers')
  .description(
    'measure the replay against other tools, which it installs from the Python package index, and how it grows',
  )
  .argument('[names...]', 'peers, growth; all where none is named')
  .option('--records <number>', 'flow records', '1000000')
  .option('--pairs <number>', 'rounds of all sides', '5')
  .option('--only <words>', 'only rows whose name, as "what / against what", has this in it')
  .option('--write', 'put the figures into docs/measurements.md, after each group of rows')
  .action(async (names: string[], options: Options, command: Command) => {
    const unknown = names.find((name) => name !== 'peers' && name !== 'growth');
    if (unknown !== undefined) command.error(`nothing is named ${unknown}; choose peers or growth`);
    for (const name of ['records', 'pairs'] as const) {
      if (Number.isInteger(Number(options[name])) && Number(options[name]) > 0) continue;
      command.error(`--${name} is "${options[name]}"; expected a whole number above 0`);
    }
    await run(names, options);
  })
  .parseAsync();
