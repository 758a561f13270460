import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { PACKAGES } from '../../packaging/bundle-cli';
import { generateBulk } from '../../simulate/bulk';
import { writeDefaultFlows } from './logs';

const ROOT = path.join(__dirname, '../..');
const CLI = path.join(ROOT, 'bin/harborwatch.cjs');
const PEERS = path.join(__dirname, 'peers.py');
const FLOOR = path.join(__dirname, 'floor.cjs');
/** The files of two days, one every five minutes, and of ninety. */
const DAYS = 2;
const MANY_DAYS = 90;
export const SSH_SHARE = 0.05;
const SEED = 7;

export interface PeersPlan {
  readonly python: string;
  /** The program with rsigma-eval - @default its rows are left out */
  readonly rsigma?: string;
  readonly records: number;
  readonly apiRecords: number;
  readonly pairs: number;
}

/** What a replay is held against. */
export interface Other {
  readonly name: string;
  readonly command: readonly string[];
  readonly aim?: number;
  /** Compared by the clock. */
  readonly isByClock?: true;
}

/** One replay and all that it is held against, measured in the same rounds. */
export interface Group {
  readonly name: string;
  /** What is to be written first. */
  readonly files: readonly FileName[];
  readonly ours: readonly string[];
  readonly others: readonly Other[];
}

/** Logs, our filters as Sigma rules, and a program that asks the filters alone. */
export type FileName = 'text' | 'many' | 'calls' | 'default' | 'parquet' | 'rules.yml' | 'filters.cjs';

/** Writes logs into folders of their names, and what else is needed, each once. */
export class PeersFiles {
  readonly #plan: PeersPlan;
  readonly #folder: string;
  readonly #written = new Set<FileName>();

  constructor(plan: PeersPlan, folder: string) {
    this.#plan = plan;
    this.#folder = folder;
  }

  async write(name: FileName): Promise<void> {
    if (this.#written.has(name)) return;
    const { python, records, apiRecords } = this.#plan;
    const to = path.join(this.#folder, name);
    const bulk = { flowRecords: records, apiRecords: 0, sshShare: SSH_SHARE, seed: SEED, days: DAYS };
    if (name === 'text') await generateBulk(bulk, to);
    else if (name === 'many') await generateBulk({ ...bulk, days: MANY_DAYS }, to);
    else if (name === 'calls') await generateBulk({ ...bulk, flowRecords: 0, apiRecords }, to);
    else if (name === 'rules.yml')
      execFileSync(process.execPath, [CLI, 'export', '--as', 'sigma', '--out', to], { stdio: 'ignore' });
    else if (name === 'filters.cjs') bundleFilters(to);
    else if (name === 'default') await writeDefaultFlows(Math.round(records / 4), to);
    else {
      await this.write('text');
      execFileSync(python, [PEERS, 'to-parquet', path.join(this.#folder, 'text'), to]);
    }
    this.#written.add(name);
  }
}

/** One file, as the command line is. */
function bundleFilters(to: string): void {
  buildSync({
    entryPoints: [path.join(__dirname, 'filters-alone.ts')],
    outfile: to,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    external: PACKAGES,
    logLevel: 'error',
  });
}

/** All that is compared, in the order of the table. */
export function comparisons({ python, rsigma }: PeersPlan, folder: string): readonly Group[] {
  const at = (name: FileName) => path.join(folder, name);
  const replay = (name: FileName) => [
    process.execPath,
    CLI,
    ...['replay', at(name), '--no-audit', '--format', 'json'],
  ];
  const alone = (name: FileName) => ['env', 'HARBORWATCH_WORKERS=0', ...replay(name)];
  const peer = (name: string, logs: FileName): Other => ({ name, command: [python, PEERS, name, at(logs)] });
  const floor = (work: string, logs: FileName): Other => ({
    name: `floor: ${work}`,
    command: [process.execPath, FLOOR, work, at(logs)],
  });
  const rules = (name: string, times: number, aim: number): readonly Other[] =>
    rsigma === undefined
      ? []
      : [{ name, command: [rsigma, at('rules.yml'), at('calls'), String(times)], aim }];
  const zcat = `find '${at('text')}' -name '*.gz' -exec cat {} + | zcat | wc`;
  return [
    {
      name: 'flow logs, Parquet',
      files: ['parquet'],
      ours: replay('parquet'),
      others: [
        { ...peer('duckdb-parquet', 'parquet'), aim: 3 },
        { ...peer('duckdb-columns', 'parquet'), name: 'floor: columns' },
      ],
    },
    {
      name: 'flow logs, text',
      files: ['text'],
      ours: replay('text'),
      others: [
        { ...peer('duckdb-text', 'text'), aim: 1.2 },
        { ...peer('duckdb-text', 'text'), aim: 1.5, isByClock: true },
        { name: 'zcat, wc', command: ['sh', '-c', zcat], aim: 2.2 },
        floor('unpack', 'text'),
        floor('lines', 'text'),
        { name: 'one thread', command: alone('text'), aim: 0.6, isByClock: true },
      ],
    },
    {
      name: 'flow logs, default format',
      files: ['default'],
      ours: replay('default'),
      others: [
        { ...peer('vrl', 'default'), aim: 0.6 },
        { ...peer('flowlogs-reader', 'default'), aim: 0.25 },
        floor('lines', 'default'),
      ],
    },
    {
      name: `flow logs, ${MANY_DAYS} days`,
      files: ['many', 'text'],
      ours: replay('many'),
      others: [{ name: `${DAYS} days`, command: replay('text'), aim: 1.3 }, floor('unpack', 'many')],
    },
    {
      name: 'API calls',
      files: ['calls', 'rules.yml'],
      ours: replay('calls'),
      others: [
        floor('unpack', 'calls'),
        floor('parse', 'calls'),
        peer('python-json', 'calls'),
        peer('duckdb-json', 'calls'),
        // The catalogue has twice as many rules as can be said in Sigma's words.
        ...rules('rsigma-eval, its rules twice', 2, 1.8),
      ],
    },
    {
      name: 'API calls, all filters and nothing else',
      files: ['calls', 'rules.yml', 'filters.cjs'],
      ours: [process.execPath, at('filters.cjs'), at('calls')],
      others: [...rules('rsigma-eval', 1, 1.2), floor('parse', 'calls')],
    },
  ];
}
