import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { HandlerName } from '../handlers/bundling';
import type { PageItem } from '../handlers/pages/page-part';
import { MOST_PAGES } from '../handlers/pages/write-pages';
import { dailyQuestions } from '../handlers/scheduled-audit/daily-questions';
import { HANDLER_SIZING } from '../handlers/sizing';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { buildBundles } from './bundles/build-bundles';
import { bundleEnvironment } from './bundles/bundle-environment';
import { type StubAnswer, startStubAws } from './bundles/stub-aws';
import { largePageItem } from './data/page-items';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';
import { spreadOf } from './report/spread';

const run = promisify(execFile);
const SCRIPT = path.join(__dirname, 'measure/invoke-once.cjs');
const ROUNDS = 3;
const MEBIBYTE = 2 ** 20;
/** Of the memory that the function is given: the rest is for what a busier hour needs. */
const AIM_OF_MEMORY = 0.75;
/** Lambda gives one core with so much memory ("Configure Lambda function memory"), and in proportion to less. */
const CORE_MEGABYTES = 1_769;
const AIM_OF_TIME = 0.25;
/** As `fair-rows` and the questions' own limits have it: no question but that for records answers more. */
const ROWS = 1_000;
const ROWS_OF_RECORDS = 20_000;
const COLUMNS = [
  'principal',
  'source_ip',
  'action',
  'resource',
  'region',
  'first_seen',
  'last_seen',
  'calls',
];

interface Case {
  readonly name: HandlerName;
  readonly what: string;
  readonly answerOf: StubAnswer;
}

interface Took {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** What writing pages costs the functions that write them, with as much to write as there can be. */
export async function benchPagesWritten(): Promise<BenchTable> {
  const items = await Promise.all(Array.from({ length: MOST_PAGES }, (_, at) => largePageItem(at)));
  const megabytes = items.reduce((sum, { packed }) => sum + packed.length, 0) / 1e6;
  const cases: readonly Case[] = [
    {
      name: 'alarm-context',
      what: `${MOST_PAGES} stories, ${megabytes.toFixed(1)} MB packed`,
      answerOf: (operation, request) => (operation.endsWith('.Query') ? pageOf(items, request) : undefined),
    },
    {
      name: 'scheduled-audit',
      what: `${dailyQuestions().length} answers of ${countCell(ROWS)} rows`,
      answerOf: athena(),
    },
  ];
  const bundles = new Map(buildBundles(cases.map(({ name }) => name)).map(({ name, file }) => [name, file]));
  const rows: string[][] = [];
  for (const each of cases) rows.push(await measure(each, bundles.get(each.name) ?? ''));
  return {
    title: 'Pages written in the account',
    explanation: `The deployed function, once in a new process, with the largest pages that there can be, against the same invocation without a bucket for pages, in turn; medians of ${ROUNDS}. Peak memory is the most that was resident, and is to stay under ${AIM_OF_MEMORY * 100} % of what the function is given; of its time, what the CPU seconds take of the timeout with the part of a core that its memory brings.`,
    heads: [
      ...['function', 'writes', 'CPU s', 'without', 'ratio', 'peak MiB', 'without', 'ratio'],
      ...['has MiB', 'of it', 'aim', '', 'of its time', 'aim', ''],
    ],
    rows,
  };
}

async function measure({ name, what, answerOf }: Case, file: string): Promise<string[]> {
  const aws = await startStubAws(answerOf);
  const took = { with: [] as Took[], without: [] as Took[] };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      took.without.push(await invoke(file, aws.endpoint, false));
      took.with.push(await invoke(file, aws.endpoint, true));
    }
  } finally {
    await aws.close();
  }
  const median = (list: readonly Took[], member: keyof Took) =>
    spreadOf(list.map((each) => each[member])).median;
  const seconds = [median(took.with, 'seconds'), median(took.without, 'seconds')] as const;
  const peaks = [median(took.with, 'peakBytes'), median(took.without, 'peakBytes')] as const;
  const { memoryMegabytes, timeoutSeconds } = HANDLER_SIZING[name];
  const time = seconds[0] / (memoryMegabytes / CORE_MEGABYTES) / timeoutSeconds;
  const share = peaks[0] / (memoryMegabytes * MEBIBYTE);
  return [
    name,
    what,
    ...[seconds[0].toFixed(2), seconds[1].toFixed(2), (seconds[0] / seconds[1]).toFixed(2)],
    ...[...peaks.map((peak) => (peak / MEBIBYTE).toFixed(0)), (peaks[0] / peaks[1]).toFixed(2)],
    ...[String(memoryMegabytes), share.toFixed(2), AIM_OF_MEMORY.toFixed(2), verdict(share, AIM_OF_MEMORY)],
    ...[time.toFixed(2), AIM_OF_TIME.toFixed(2), verdict(time, AIM_OF_TIME)],
  ];
}

async function invoke(file: string, endpoint: string, hasPages: boolean): Promise<Took> {
  const env = bundleEnvironment(ANALYZER_FORMAT, endpoint, hasPages ? { reportsBucket: 'pages' } : {});
  const event = JSON.stringify({ source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: {} });
  const { stdout } = await run(process.execPath, ['--single-threaded-gc', SCRIPT, file, event], { env });
  return JSON.parse(stdout) as Took;
}

/** Of pages all, three of which are a megabyte, DynamoDB's page; of anything else nothing. */
function pageOf(items: readonly PageItem[], request: Readonly<Record<string, unknown>>): object {
  const { ExpressionAttributeValues: values, ExclusiveStartKey: after } = request as {
    ExpressionAttributeValues?: Record<string, { S?: string }>;
    ExclusiveStartKey?: { id: { S: string } };
  };
  if (values?.[':kind']?.S !== 'page') return {};
  const from = Number(after?.id.S ?? 0);
  const until = Math.min(from + 3, items.length);
  return {
    Items: items.slice(from, until).map((body, at) => ({
      ...{ kind: { S: 'page' }, id: { S: String(from + at) }, version: { N: '1' } },
      ...{ body: { S: JSON.stringify(body) }, expiration: { N: '99999999999' } },
    })),
    ...(until < items.length && { LastEvaluatedKey: { kind: { S: 'page' }, id: { S: String(until) } } }),
  };
}

/** Athena that is done at once, with the same number of rows to each question. */
function athena(): StubAnswer {
  const texts: string[] = [];
  return (operation, request) => {
    const at = Number(request['QueryExecutionId'] ?? 0);
    if (operation.endsWith('.StartQueryExecution'))
      return { QueryExecutionId: String(texts.push(String(request['QueryString'])) - 1) };
    if (operation.endsWith('.GetQueryExecution'))
      return { QueryExecution: { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 1 } } };
    if (!operation.endsWith('.GetQueryResults')) return undefined;
    const most = /start_epoch/.test(texts[at] ?? '') ? ROWS_OF_RECORDS : ROWS;
    const from = Number(request['NextToken'] ?? 0);
    const until = Math.min(from + 1_000, most);
    const toRow = (cells: readonly string[]) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) });
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: COLUMNS.map((Name) => ({ Name, Type: 'varchar' })) },
        Rows: [
          ...(from === 0 ? [toRow(COLUMNS)] : []),
          ...Array.from({ length: until - from }, (_, row) => toRow(cellsOf(at, from + row))),
        ],
      },
      ...(until < most && { NextToken: String(until) }),
    };
  };
}

function cellsOf(question: number, row: number): readonly string[] {
  const arn = `arn:aws:sts::111122223333:assumed-role/role-${row % 300}/session-${row}`;
  const times = ['2026-11-02T08:00:00Z', '2026-11-02T09:00:00Z'];
  return [
    arn,
    `198.51.${row % 256}.${question}`,
    'ecs:ExecuteCommand',
    `${arn}/${question}`,
    'eu-west-1',
    ...times,
    String(row),
  ];
}
