import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { buildBundles } from './bundles/build-bundles';
import { bundleEnvironment } from './bundles/bundle-environment';
import { invokeBundle, type Side } from './bundles/invoke-bundle';
import { startStubAws } from './bundles/stub-aws';
import { subscriptionEvent } from './data/subscription-event';
import { trafficLines } from './data/traffic';
import type { Rounds } from './measure/alternate';
import type { BenchTable } from './report/bench-table';
import { countCell, millisecondsCell, RATIO_HEADS, ratioCells } from './report/cells';

const RECORDS = 20_000;
const EVENTS = 4;
const AIM = 1.6;
const ROUNDS = { warmUp: 20, counted: 30 };
/** As many invocations as an environment may well see before its garbage is collected. */
const MEMORY_ROUNDS = { warmUp: 0, counted: 20 };
const MEBIBYTE = 2 ** 20;
/**
 * Reading and judging have an aim. Telling has none: its calls cost about two milliseconds each, whatever is in them.
 * Where every source is trusted there is nothing to tell. A subscription that lets only SSH through delivers the last.
 */
const CASES: readonly Case[] = [
  { sshShare: 0, isTrusted: true, aim: AIM },
  { sshShare: 0.01, isTrusted: true, aim: AIM },
  { sshShare: 0.2, isTrusted: true, aim: AIM },
  { sshShare: 1, isTrusted: true, aim: undefined },
  { sshShare: 0.01, isTrusted: false, aim: undefined },
  { sshShare: 0.2, isTrusted: false, aim: undefined },
  { sshShare: 1, isTrusted: false, aim: undefined },
];

interface Case {
  readonly sshShare: number;
  readonly isTrusted: boolean;
  readonly aim: number | undefined;
}

/** The deployed flow-log analyzer, from the event to the last call that tells what it found. */
export async function benchBundlesInvoked(): Promise<BenchTable> {
  const [bundle] = buildBundles(['flow-log-analyzer']);
  if (bundle === undefined) throw new Error('the flow-log analyzer was not bundled');
  const rows: string[][] = [];
  for (const each of CASES) rows.push(await measure(bundle.file, each));
  return {
    title: `The deployed flow-log analyzer on an event of ${countCell(RECORDS)} records`,
    explanation:
      'The bundle itself, from the event to its log lines, against gunzip and `JSON.parse` of the same event in the same process. First with nothing to tell (every source is trusted), then with its calls to DynamoDB and SNS: a server beside it takes them and remembers nothing, so that every finding is new in each round. Memory is the most that was resident after twenty events, in processes of their own.',
    heads: [
      'event',
      'calls',
      'parse ms',
      'handler ms',
      ...RATIO_HEADS,
      'parse peak MiB',
      'handler peak MiB',
      'memory',
    ],
    rows,
  };
}

async function measure(file: string, { sshShare, isTrusted, aim }: Case): Promise<string[]> {
  const events = Array.from({ length: EVENTS }, (_, seed) =>
    subscriptionEvent(trafficLines({ format: ANALYZER_FORMAT, records: RECORDS, sshShare, seed })),
  );
  const aws = await startStubAws();
  const environment = bundleEnvironment(ANALYZER_FORMAT, aws.endpoint, {
    ...(isTrusted && { trustedCidrs: '["0.0.0.0/0"]' }),
  });
  const invoked = (sides: readonly Side[], rounds: Rounds) =>
    invokeBundle(file, environment, events, sides, rounds);
  try {
    const both = await invoked(['parse', 'bundle'], ROUNDS);
    const calls = aws.calls() / (ROUNDS.warmUp + ROUNDS.counted);
    const parse = await invoked(['parse'], MEMORY_ROUNDS);
    const handler = await invoked(['bundle'], MEMORY_ROUNDS);
    const { parse: parsed = [], bundle: handled = [] } = both.samples;
    return [
      `${sshShare * 100} % SSH${isTrusted ? '' : ', all told anew'}`,
      calls.toFixed(0),
      millisecondsCell(parsed),
      millisecondsCell(handled),
      ...ratioCells(handled, parsed, aim),
      (parse.peakBytes / MEBIBYTE).toFixed(0),
      (handler.peakBytes / MEBIBYTE).toFixed(0),
      (handler.peakBytes / parse.peakBytes).toFixed(2),
    ];
  } finally {
    await aws.close();
  }
}
