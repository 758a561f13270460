import { LocalEngine } from '../local/query/local-engine';
import { queryCatalogue } from '../queries/catalogue';
import type { Query } from '../queries/query';
import { collectRows } from '../queries/query-result';
import { renderQuery } from '../queries/render-query';
import { TrinoClient } from '../test/trino/client/trino-client';
import { createTables } from '../test/trino/lake/create-tables';
import { tablesOf } from '../test/trino/pruning/one-hour';
import { startTrino } from '../test/trino/server/start-trino';
import { bytesOfSshQuestion } from './audit-bytes';
import { type AuditLake, buildAuditLake, type LakePlan } from './audit-lake';
import type { BenchTable } from './report/bench-table';

export interface AuditBenchOptions extends LakePlan {
  /** After this the questions that are left are not asked, and the table says how many. */
  readonly minutes: number;
  readonly onProgress?: (line: string) => void;
}

export const AUDIT_BENCH: AuditBenchOptions = {
  flowRecords: 10_000_000,
  apiRecords: 1_000_000,
  days: 30,
  minutes: 40,
};

const RATIO_AIM = 1 / 3;
const BYTES_AIM = 1 / 500;
const SLOWEST_SECONDS = 180;

interface Timing {
  readonly query: Query;
  readonly duckdb: Seconds;
  readonly trino: Seconds;
}

interface Seconds {
  readonly clock: number;
  /** Seconds of processors; undefined where nobody counted them. */
  readonly processor: number | undefined;
}

/** Seconds by the clock, and the processor seconds that `processorOf` makes of the work's outcome. */
async function secondsOf<T>(
  work: () => Promise<T>,
  processorOf: (outcome: T) => number | undefined,
): Promise<Seconds> {
  const began = performance.now();
  const outcome = await work();
  const clock = (performance.now() - began) / 1000;
  return { clock, processor: processorOf(outcome) };
}

/** Asks one engine after the other, so that neither waits for the other's cores. */
async function timeQuery(
  query: Query,
  lake: AuditLake,
  engine: LocalEngine,
  trino: TrinoClient,
): Promise<Timing> {
  const { since, until } = lake.dataset;
  const text = renderQuery(query, { values: { since, until } });
  const before = process.cpuUsage();
  const duckdb = await secondsOf(
    async () => await collectRows(await engine.run(text)),
    () => {
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    },
  );
  const statement = trino.start(text);
  const timer = setTimeout(() => void statement.cancel(), SLOWEST_SECONDS * 1000);
  const asked = await secondsOf(
    () => statement.answer.catch(() => undefined),
    (answer) => (answer === undefined ? undefined : answer.statistics.cpuTimeMillis / 1000),
  );
  clearTimeout(timer);
  return { query, duckdb, trino: asked };
}

/** Flow-log questions and CloudTrail questions by turns, so that a run that is cut short has seen both. */
function interleaved(queries: readonly Query[]): readonly Query[] {
  const flow = queries.filter((query) => tablesOf(query).includes('vpc_flow_logs'));
  const others = queries.filter(
    (query) => !flow.includes(query) && tablesOf(query).includes('cloudtrail_logs'),
  );
  return Array.from({ length: Math.max(flow.length, others.length) }, (_, at) =>
    [flow[at], others[at]].filter((query) => query !== undefined),
  ).flat();
}

const told = ({ clock, processor }: Seconds) =>
  `${clock.toFixed(1)} s${processor === undefined ? '' : ` (${processor.toFixed(1)} s of processors)`}`;
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function summarise(kind: string, timings: readonly Timing[]): readonly string[] {
  const ratios = timings.map(({ duckdb, trino }) => duckdb.clock / trino.clock);
  const whole = sum(timings.map(({ duckdb }) => duckdb.clock)) / sum(timings.map(({ trino }) => trino.clock));
  const processor = timings.flatMap(({ duckdb, trino }) =>
    duckdb.processor === undefined || !trino.processor ? [] : [duckdb.processor / trino.processor],
  );
  const within = ratios.filter((ratio) => ratio <= RATIO_AIM).length;
  return [
    kind,
    String(timings.length),
    median(ratios).toFixed(2),
    `${Math.min(...ratios).toFixed(2)} - ${Math.max(...ratios).toFixed(2)}`,
    whole.toFixed(2),
    median(processor).toFixed(2),
    `${within} of ${timings.length}`,
    RATIO_AIM.toFixed(2),
    median(ratios) <= RATIO_AIM ? 'met' : 'missed',
  ];
}

/**
 * All questions over a month of 10 M flow records and 1 M API calls, DuckDB against Trino on this machine, each engine
 * alone; and the bytes that an SSH question about one hour touches.
 */
export async function benchAudit(options: AuditBenchOptions = AUDIT_BENCH): Promise<readonly BenchTable[]> {
  const server = await startTrino({ heapMegabytes: 6144 });
  try {
    const lake = await buildAuditLake(server.lake, options);
    const trino = await createTables(new TrinoClient(server.url), lake.dataset);
    const bytes = await bytesOfSshQuestion(trino, lake);
    options.onProgress?.(`one hour of SSH: ${bytes.oneHour} bytes of ${bytes.textTable}`);
    const engine = await LocalEngine.open(lake.dataset.delivered);
    const queries = interleaved(queryCatalogue());
    const timings: Timing[] = [];
    const deadline = Date.now() + options.minutes * 60_000;
    for (const query of queries) {
      if (Date.now() > deadline) {
        break;
      }
      const timing = await timeQuery(query, lake, engine, trino);
      timings.push(timing);
      options.onProgress?.(`${query.id}: DuckDB ${told(timing.duckdb)}, Trino ${told(timing.trino)}`);
    }
    await engine.close();
    const joins = ({ query }: Timing) => tablesOf(query).length > 1;
    const reads = (table: string) =>
      timings.filter((timing) => !joins(timing) && tablesOf(timing.query).includes(table));
    const left = queries.length - timings.length;
    return [
      {
        title: 'Audit questions: DuckDB against Trino on the same machine',
        explanation: `Every question of the catalogue over ${options.flowRecords.toLocaleString('en-US')} flow records in Parquet and ${options.apiRecords.toLocaleString('en-US')} CloudTrail records in gzip JSON, ${options.days} days, once, by the clock; processor time as each counts its own, Trino without planning, compilation and garbage collection${left === 0 ? '' : `; ${left} were not asked for lack of time`}.`,
        heads: [
          'questions',
          'count',
          'median ratio',
          'min - max',
          'ratio of totals',
          'median by processor',
          'within aim',
          'aim',
          '',
        ],
        rows: [
          summarise('flow logs', reads('vpc_flow_logs')),
          summarise('CloudTrail', reads('cloudtrail_logs')),
          summarise('joins', timings.filter(joins)),
          summarise('all', timings),
        ].filter(([, count]) => count !== '0') as string[][],
      },
      {
        title: `Bytes that an SSH question about one hour touches in a table of ${options.days} days`,
        explanation:
          'As Trino counts them: Parquet under projected partitions, against the same records as text in a table without partitions.',
        heads: ['table', 'MB read', 'share', 'aim', ''],
        rows: [
          ['text, no projection', (bytes.textTable / 1e6).toFixed(2), '1', '-', ''],
          [
            'Parquet, projected',
            (bytes.oneHour / 1e6).toFixed(3),
            `1/${Math.round(bytes.textTable / bytes.oneHour)}`,
            `1/${1 / BYTES_AIM}`,
            bytes.oneHour / bytes.textTable <= BYTES_AIM ? 'met' : 'missed',
          ],
        ],
      },
    ];
  } finally {
    await server.stop();
  }
}
