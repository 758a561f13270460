import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { generateBulk } from '../../simulate/bulk';
import { writeDefaultFlows } from './logs';

const ROOT = path.join(__dirname, '../..');
const PEERS = path.join(__dirname, 'peers.py');
const FLOOR = path.join(__dirname, 'floor.cjs');
/** The files of two days, one every five minutes, and of ninety. */
const DAYS = 2;
const MANY_DAYS = 90;
export const SSH_SHARE = 0.05;
const SEED = 7;

export interface PeersPlan {
  readonly python: string;
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
  /** Logs that are to be written first. */
  readonly logs: readonly LogsName[];
  readonly ours: readonly string[];
  readonly others: readonly Other[];
}

export type LogsName = 'text' | 'many' | 'calls' | 'default' | 'parquet';

/** Writes logs into folders of their names, each once. */
export class PeersLogs {
  readonly #plan: PeersPlan;
  readonly #folder: string;
  readonly #written = new Set<LogsName>();

  constructor(plan: PeersPlan, folder: string) {
    this.#plan = plan;
    this.#folder = folder;
  }

  async write(name: LogsName): Promise<void> {
    if (this.#written.has(name)) return;
    const { python, records, apiRecords } = this.#plan;
    const to = path.join(this.#folder, name);
    const bulk = { flowRecords: records, apiRecords: 0, sshShare: SSH_SHARE, seed: SEED, days: DAYS };
    if (name === 'text') await generateBulk(bulk, to);
    else if (name === 'many') await generateBulk({ ...bulk, days: MANY_DAYS }, to);
    else if (name === 'calls') await generateBulk({ ...bulk, flowRecords: 0, apiRecords }, to);
    else if (name === 'default') await writeDefaultFlows(Math.round(records / 4), to);
    else {
      await this.write('text');
      execFileSync(python, [PEERS, 'to-parquet', path.join(this.#folder, 'text'), to]);
    }
    this.#written.add(name);
  }
}

/** All that is compared, in the order of the table. */
export function comparisons({ python }: PeersPlan, folder: string): readonly Group[] {
  const at = (name: LogsName) => path.join(folder, name);
  const replay = (name: LogsName) => [
    process.execPath,
    path.join(ROOT, 'bin/harborwatch.cjs'),
    ...['replay', at(name), '--no-audit', '--format', 'json'],
  ];
  const alone = (name: LogsName) => ['env', 'HARBORWATCH_WORKERS=0', ...replay(name)];
  const peer = (name: string, logs: LogsName): Other => ({ name, command: [python, PEERS, name, at(logs)] });
  const floor = (work: string, logs: LogsName): Other => ({
    name: `floor: ${work}`,
    command: [process.execPath, FLOOR, work, at(logs)],
  });
  const zcat = `find '${at('text')}' -name '*.gz' -exec cat {} + | zcat | wc`;
  return [
    {
      name: 'flow logs, Parquet',
      logs: ['parquet'],
      ours: replay('parquet'),
      others: [{ ...peer('duckdb-parquet', 'parquet'), aim: 3 }],
    },
    {
      name: 'flow logs, text',
      logs: ['text'],
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
      logs: ['default'],
      ours: replay('default'),
      others: [
        { ...peer('vrl', 'default'), aim: 0.6 },
        { ...peer('flowlogs-reader', 'default'), aim: 0.25 },
        floor('lines', 'default'),
      ],
    },
    {
      name: `flow logs, ${MANY_DAYS} days`,
      logs: ['many', 'text'],
      ours: replay('many'),
      others: [{ name: `${DAYS} days`, command: replay('text'), aim: 1.3 }, floor('unpack', 'many')],
    },
    {
      name: 'API calls',
      logs: ['calls'],
      ours: replay('calls'),
      others: [
        floor('unpack', 'calls'),
        floor('parse', 'calls'),
        peer('python-json', 'calls'),
        peer('duckdb-json', 'calls'),
      ],
    },
  ];
}
