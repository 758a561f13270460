import { gunzipSync } from 'node:zlib';
import { PRICES } from '../deployment/cost/prices';
import { HANDLER_SIZING } from '../handlers/sizing';
import type { FakeAws } from '../test/handlers/fake-aws/fake-aws';
import { fakeWorld } from '../test/handlers/faults/fake-world';
import type { Subject } from '../test/handlers/faults/subject';
import { subjectsAt } from '../test/handlers/faults/subjects';
import { bundle, LambdaProcess, type Used } from '../test/handlers/harness/lambda';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';

/** What an environment is given is at least a third more than what it was seen to take. */
const AIM_SHARE = 0.75;
/** Lambda, "Configure memory": so many megabytes have one core, less have a share of it. */
const MEGABYTES_OF_A_CORE = 1_769;
/** As often as an environment may meet a flood before its garbage is collected. */
const FLOODS = 5;
const MEBIBYTE = 2 ** 20;
const MILLION = 1e6;

/** What each function takes at work, as it is deployed: on its everyday event, and on one that a log's author fills. */
export async function benchLambda(): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const subject of subjectsAt(Math.floor(Date.now() / 1000))) rows.push(await measure(subject));
  return {
    title: 'The functions at work: memory and price',
    explanation: `Each bundle in a process of its own, against services of AWS that answer and remember, with a heap as large as its function has memory: first its event of the tests of faults (docs/faults.md says what is in it), then ${FLOODS} times the same with what an author of logs can put beside it. Peaks are of the resident memory of the whole process. Times are processor time of the first event, all that runs for the first time included. A price is that of the flood, at Lambda's list prices on arm64: that time, drawn out by the share of a core that the memory brings; a million records where the event has records, else a million runs.`,
    heads: [
      'function',
      'given MB',
      'everyday MiB',
      'flood MiB',
      'of given',
      'aim',
      '',
      'records',
      'everyday ms',
      'flood ms',
      '$ a million',
      'of',
    ],
    rows,
  };
}

async function measure(subject: Subject): Promise<string[]> {
  const { memoryMegabytes } = HANDLER_SIZING[subject.handler];
  const everyday = await play(subject, () => subject.event, 1);
  const flood = await play(subject, (aws) => subject.beside('flood', aws) ?? subject.event, FLOODS);
  const share = flood.peakBytes / MEBIBYTE / memoryMegabytes;
  const records = flood.records ?? 1;
  const seconds = flood.milliseconds / 1e3 / Math.min(1, memoryMegabytes / MEGABYTES_OF_A_CORE);
  const dollars =
    PRICES.lambdaPerMillionRequests / MILLION +
    seconds * (memoryMegabytes / 1_024) * PRICES.lambdaPerGigabyteSecond;
  return [
    subject.title ?? subject.handler,
    countCell(memoryMegabytes),
    (everyday.peakBytes / MEBIBYTE).toFixed(0),
    (flood.peakBytes / MEBIBYTE).toFixed(0),
    share.toFixed(2),
    AIM_SHARE.toFixed(2),
    verdict(share, AIM_SHARE),
    flood.records === undefined ? '-' : countCell(flood.records),
    everyday.milliseconds.toFixed(0),
    flood.milliseconds.toFixed(0),
    priceCell((dollars / records) * MILLION),
    flood.records === undefined ? 'runs' : 'records',
  ];
}

/** Two figures, and no fractions of a dollar of what costs many. */
const priceCell = (dollars: number): string => (dollars < 10 ? dollars.toPrecision(2) : dollars.toFixed(0));

interface Played {
  readonly peakBytes: number;
  /** Processor time of the first invocation, and of loading the bundle where no run came before it. */
  readonly milliseconds: number;
  readonly records: number | undefined;
}

/**
 * An event so many times, each when its next run would be.
 * @throws Error with what the function said, where it failed
 */
async function play(subject: Subject, eventIn: (aws: FakeAws) => object, times: number): Promise<Played> {
  const world = fakeWorld(subject);
  const variables = await world.start();
  const { memoryMegabytes } = HANDLER_SIZING[subject.handler];
  const lambda = new LambdaProcess(bundle(subject.handler), world.server.endpoint(), variables, [
    '--single-threaded-gc',
    `--max-old-space-size=${memoryMegabytes}`,
  ]);
  const invoke = async (event: object, aheadSeconds: number) => {
    const outcome = await lambda.invoke(event, { timeoutSeconds: 300, aheadSeconds });
    if (outcome.kind !== 'answer') {
      throw new Error(
        `${subject.title ?? subject.handler}: ${JSON.stringify(outcome)}\n${lambda.output.slice(-2_000)}`,
      );
    }
    return lambda.used as Used;
  };
  try {
    await world.prepare(async (seconds) => {
      await invoke(subject.event, seconds);
      return { kind: 'answer', value: undefined };
    });
    const aws = world.server as FakeAws;
    const event = eventIn(aws);
    const before = lambda.used?.cpuMilliseconds ?? 0;
    const first = await invoke(event, 0);
    let { peakBytes } = first;
    for (let round = 1; round < times; round++) {
      ({ peakBytes } = await invoke(event, subject.next.afterSeconds * round));
    }
    return {
      peakBytes,
      milliseconds: first.cpuMilliseconds - before,
      records: recordsOf(event, aws),
    };
  } finally {
    await lambda.stop();
    await world.stop();
  }
}

/** How many records an event brings, or the log group has for it; undefined where it is not about records. */
function recordsOf(event: object, aws: FakeAws): number | undefined {
  if ('awslogs' in event) {
    const { data } = event.awslogs as { data: string };
    return JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()).logEvents.length;
  }
  const [file] = aws.files.values();
  if ('Records' in event && file !== undefined) return JSON.parse(gunzipSync(file).toString()).Records.length;
  const found = aws.logs.events.length + aws.logs.insights('', 0, Number.POSITIVE_INFINITY).length;
  return found > 0 ? found : undefined;
}
