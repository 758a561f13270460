import { startOfDay } from '../simulate/clock';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { play } from '../simulate/play';
import { findScenario } from '../simulate/scenarios/registry';
import { buildBundles } from './bundles/build-bundles';
import { bundleEnvironment } from './bundles/bundle-environment';
import { invokeBundle } from './bundles/invoke-bundle';
import { startStubAws } from './bundles/stub-aws';

import { actorLine } from './data/actor-line';
import { subscriptionEvent } from './data/subscription-event';
import type { BenchTable } from './report/bench-table';
import { countCell, millisecondsCell, RATIO_HEADS, ratioCells } from './report/cells';

const AIM = 1.6;
const ROUNDS = { warmUp: 8, counted: 16 };
const MEGABYTE = 1e6;
const PAYLOAD_BYTES = 5 * MEGABYTE;
const EVENTS = 2;

/** The deployed trail analyzer on 5 MB of records, from the event to the last call of what it remembers. */
export async function benchTrailInvoked(): Promise<BenchTable> {
  const [bundle] = buildBundles(['trail-analyzer']);
  if (bundle === undefined) throw new Error('the trail analyzer was not bundled');
  const month = play(findScenario('quiet-month'), 1, startOfDay('2026-11-02')).events.map(
    ({ record }) => record,
  );
  const texts = month
    .toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1))
    .map((record) => JSON.stringify(record));
  const sets: readonly (readonly [string, (index: number) => string])[] = [
    ['reads of twenty roles', (index) => actorLine(5 * (index % 20) + 4)],
    ['a quiet month', (index) => texts[index % texts.length] as string],
  ];
  const rows: string[][] = [];
  for (const [name, textAt] of sets) rows.push(await measure(bundle.file, name, textAt));
  return {
    title: 'The deployed trail analyzer on 5 MB of records',
    explanation:
      'The bundle itself, from the event of a subscription to its last call, against gunzip and `JSON.parse` of the same event and of each record in it, in the same process. A server beside it takes the calls to DynamoDB and remembers nothing, so that all is new in each round.',
    heads: ['records', 'count', 'calls', 'parse ms', 'handler ms', ...RATIO_HEADS],
    rows,
  };
}

async function measure(file: string, name: string, textAt: (index: number) => string): Promise<string[]> {
  const events = Array.from({ length: EVENTS }, (_, turn) => payload(textAt, turn));
  const aws = await startStubAws();
  try {
    const environment = bundleEnvironment(ANALYZER_FORMAT, aws.endpoint);
    const lines = events.map(subscriptionEvent);
    const { samples } = await invokeBundle(file, environment, lines, ['parse', 'bundle'], ROUNDS);
    const { parse = [], bundle = [] } = samples;
    return [
      name,
      countCell(events[0]?.length ?? 0),
      (aws.calls() / (ROUNDS.warmUp + ROUNDS.counted)).toFixed(0),
      millisecondsCell(parse),
      millisecondsCell(bundle),
      ...ratioCells(bundle, parse, AIM),
    ];
  } finally {
    await aws.close();
  }
}

/** Records of 5 MB together, another part of them each turn. */
function payload(textAt: (index: number) => string, turn: number): readonly string[] {
  const lines: string[] = [];
  for (let bytes = 0, index = turn * 5_000; bytes < PAYLOAD_BYTES; index += 1) {
    const text = textAt(index);
    lines.push(text);
    bytes += text.length;
  }
  return lines;
}
