import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { renderTable } from '../local/terminal/table';
import { terminalOf } from '../local/terminal/terminal';
import { benchBundles } from './bundles';
import { benchBundlesInvoked } from './bundles-invoked';
import { benchCatalogue } from './catalogue';
import { benchCustomDetections } from './custom-detections';
import { benchHostile } from './hostile';
import { benchLambda } from './lambda';
import { benchManyFindings } from './many-findings';
import { benchManyFlows } from './many-flows';
import { benchMasking } from './masking';
import { benchMemory } from './memory';
import { benchMillionActors } from './million-actors';
import { benchMillionSources } from './million-sources';
import { benchPagesWritten } from './pages-written';
import { benchQuestions } from './questions';
import type { BenchTable } from './report/bench-table';
import { describeMachine } from './report/machine';
import { replaceFigures, replaceTables } from './report/render-markdown';
import { benchReportOpened } from './report-opened';
import { benchReportPage } from './report-page';
import { benchStartUp } from './start-up';
import { benchSubscription } from './subscription';
import { benchText } from './text';
import { benchTrailInvoked } from './trail-invoked';

const PAGE = path.join(__dirname, '../docs/measurements.md');
const MEGABYTES = [100, 1_000];
const MEGABYTES_FULL = [...MEGABYTES, 4_000];

interface Options {
  readonly full?: true;
  readonly write?: true;
}

const BENCHES: { readonly [name: string]: (options: Options) => Promise<BenchTable | undefined> } = {
  subscription: benchSubscription,
  catalogue: benchCatalogue,
  text: benchText,
  masking: benchMasking,
  custom: benchCustomDetections,
  bundles: benchBundles,
  invoked: benchBundlesInvoked,
  'trail-invoked': benchTrailInvoked,
  lambda: benchLambda,
  questions: benchQuestions,
  findings: benchManyFindings,
  report: benchReportPage,
  opened: benchReportOpened,
  pages: benchPagesWritten,
  'start-up': benchStartUp,
  hostile: benchHostile,
  sources: benchMillionSources,
  actors: benchMillionActors,
  'many-flows': benchManyFlows,
  memory: ({ full }) => benchMemory(full ? MEGABYTES_FULL : MEGABYTES),
};

/** Takes minutes and a disk, and runs where it is named. */
const ALONE = 'many-flows';

/** Runs the benches that are named, or all, and prints each table as soon as it is there. */
async function run(names: readonly string[], options: Options): Promise<void> {
  const terminal = terminalOf(process.stdout, process.env);
  const machine = describeMachine();
  process.stdout.write(`${machine}\nmedians of pairs; ratios are of CPU time unless they say otherwise\n`);
  const tables: BenchTable[] = [];
  for (const name of names) {
    const table = await BENCHES[name]?.(options);
    if (table === undefined) continue;
    tables.push(table);
    const lines = renderTable(table.heads, table.rows, [0], { ...terminal, width: 160 });
    process.stdout.write(`\n${table.title}\n${lines.join('\n')}\n`);
  }
  if (!options.write) return;
  const isAll = names.length === Object.keys(BENCHES).length;
  const command = [
    'npm run bench --',
    ...(isAll ? [] : names),
    ...(options.full ? ['--full'] : []),
    '--write',
  ].join(' ');
  const day = new Date().toISOString().slice(0, 10);
  const replace = isAll ? replaceFigures : replaceTables;
  await writeFile(PAGE, replace(await readFile(PAGE, 'utf8'), tables, { command, day, machine }));
}

new Command('bench')
  .description('measure the analysis against baselines in the same run')
  .argument('[names...]', `which benches to run: ${Object.keys(BENCHES).join(', ')}`)
  .option('--full', 'replay 4 GB of logs as well')
  .option('--write', 'put the figures into docs/measurements.md')
  .action(async (names: string[], options: Options, command: Command) => {
    const unknown = names.find((name) => !(name in BENCHES));
    if (unknown !== undefined) {
      command.error(`no bench is named ${unknown}; choose ${Object.keys(BENCHES).join(', ')}`);
    }
    await run(names.length > 0 ? names : Object.keys(BENCHES).filter((name) => name !== ALONE), options);
  })
  .parseAsync();
