import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { generateBulk } from '../../simulate/bulk';
import { inTemporaryFolder } from '../measure/in-temporary-folder';
import type { BenchTable } from '../report/bench-table';
import { verdict } from '../report/cells';
import { ratioSpread, spreadOf } from '../report/spread';
import { writeDefaultFlows } from './logs';
import { measurePairs } from './process';

const ROOT = path.join(__dirname, '../..');
const PEERS = path.join(__dirname, 'peers.py');
const FLOOR = path.join(__dirname, 'floor.cjs');
/** The files of two days, one every five minutes, and of ninety. */
const DAYS = 2;
const MANY_DAYS = 90;
const SSH_SHARE = 0.05;
const SEED = 7;

export interface PeersPlan {
  readonly python: string;
  readonly records: number;
  readonly apiRecords: number;
  readonly pairs: number;
}

interface Comparison {
  readonly name: string;
  readonly ours: readonly string[];
  readonly other: readonly string[];
  readonly aim?: number;
  /** Compared by the clock. */
  readonly isByClock?: true;
  /** What one of ours does for each of the other's - @default 1 */
  readonly share?: number;
}

/** `harborwatch replay`, as it is installed, against what else people read such logs with. */
export async function peersTable(plan: PeersPlan): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    const rows: string[][] = [];
    for (const comparison of await comparisons(plan, folder)) rows.push(rowOf(plan, comparison));
    return {
      title: '`harborwatch replay` against others, and against the least that is possible',
      explanation: `Whole processes, ${plan.pairs} pairs in turn, ${plan.records.toLocaleString('en-US')} flow records (${SSH_SHARE * 100} % SSH) and ${plan.apiRecords.toLocaleString('en-US')} API calls in files as AWS delivers them. Every peer answers one question; the replay asks all rules. *Unpack*, *lines* and *parse* are what Node alone takes to unpack the files, to find their line ends as well, and to parse their JSON: the floors.`,
      heads: ['replay of', 'against', 'CPU', 'min - max', 'by the clock', 'MiB, ours', 'aim', ''],
      rows,
    };
  });
}

async function comparisons(plan: PeersPlan, folder: string): Promise<readonly Comparison[]> {
  const { python, records, apiRecords } = plan;
  const at = (name: string) => path.join(folder, name);
  const bulk = { sshShare: SSH_SHARE, seed: SEED };
  await generateBulk({ ...bulk, flowRecords: records, apiRecords: 0, days: DAYS }, at('text'));
  await generateBulk({ ...bulk, flowRecords: records, apiRecords: 0, days: MANY_DAYS }, at('many'));
  await generateBulk({ ...bulk, flowRecords: 0, apiRecords, days: DAYS }, at('calls'));
  await writeDefaultFlows(records / 4, at('default'));
  execFileSync(python, [PEERS, 'to-parquet', at('text'), at('parquet')]);
  const replay = (name: string) => [
    process.execPath,
    path.join(ROOT, 'bin/harborwatch.cjs'),
    ...['replay', at(name), '--no-audit', '--format', 'json'],
  ];
  const alone = (name: string) => ['env', 'HARBORWATCH_WORKERS=0', ...replay(name)];
  const peer = (name: string, logs: string) => [python, PEERS, name, at(logs)];
  const floor = (work: string, logs: string) => [process.execPath, FLOOR, work, at(logs)];
  const zcat = (logs: string) => ['sh', '-c', `find '${at(logs)}' -name '*.gz' -exec cat {} + | zcat | wc`];
  const text = { name: 'flow logs, text', ours: replay('text') };
  return [
    { name: 'flow logs, Parquet', ours: replay('parquet'), other: peer('duckdb-parquet', 'parquet'), aim: 3 },
    { ...text, other: peer('duckdb-text', 'text'), aim: 1.2 },
    { ...text, other: peer('duckdb-text', 'text'), aim: 1.5, isByClock: true },
    { ...text, other: zcat('text'), aim: 2.2 },
    { ...text, other: floor('unpack', 'text') },
    { ...text, other: floor('lines', 'text') },
    { ...text, other: alone('text'), aim: 0.6, isByClock: true },
    { name: 'flow logs, default format', ours: replay('default'), other: peer('vrl', 'default'), aim: 0.6 },
    {
      name: 'flow logs, default format',
      ours: replay('default'),
      other: peer('flowlogs-reader', 'default'),
      aim: 0.25,
    },
    { name: `flow logs, ${MANY_DAYS} days`, ours: replay('many'), other: replay('text'), aim: 1.3 },
    { name: 'API calls', ours: replay('calls'), other: floor('unpack', 'calls') },
    { name: 'API calls', ours: replay('calls'), other: floor('parse', 'calls') },
    { name: 'API calls', ours: replay('calls'), other: peer('python-json', 'calls') },
    { name: 'API calls', ours: replay('calls'), other: peer('duckdb-json', 'calls') },
  ];
}

function rowOf({ python, pairs }: PeersPlan, { name, ours, other, aim, isByClock }: Comparison): string[] {
  const [mine = [], theirs = []] = measurePairs(python, [ours, other], pairs);
  const cpu = ratioSpread(mine, theirs, 'cpu');
  const wall = ratioSpread(mine, theirs, 'wall');
  const judged = isByClock === true ? wall : cpu;
  const peak = spreadOf(mine.map(({ mebibytes }) => mebibytes)).median;
  return [
    isByClock === true ? `${name}, by the clock` : name,
    nameOf(other),
    cpu.median.toFixed(2),
    `${judged.min.toFixed(2)} - ${judged.max.toFixed(2)}`,
    wall.median.toFixed(2),
    peak.toFixed(0),
    aim === undefined ? '-' : String(aim),
    aim === undefined ? '' : verdict(judged.median, aim),
  ];
}

/** What people call a command. */
function nameOf(command: readonly string[]): string {
  const [program = '', script = '', what = ''] = command;
  if (script === PEERS) return what;
  if (script === FLOOR) return `floor: ${what}`;
  if (program === 'sh') return 'zcat, wc';
  return program === 'env' ? 'one thread' : `${DAYS} days`;
}
