import { DEFAULT_FORMAT } from '../records/flow-logs/flow-log-fields';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { subscriptionEvent } from './data/subscription-event';
import { trafficLines } from './data/traffic';
import { inFreshProcess } from './measure/in-fresh-process';
import type { SubscriptionBatchInput, SubscriptionBatchOutput } from './measure/subscription-batch';
import type { BenchTable } from './report/bench-table';
import { countCell, millisecondsCell, RATIO_HEADS, ratioCells } from './report/cells';
import { ratioSpread } from './report/spread';

const RECORDS = 20_000;
const EVENTS = 4;
const AIM = 1.6;
const FORMATS = { 'default format': DEFAULT_FORMAT, 'deployed format': ANALYZER_FORMAT };
/** A batch of SSH alone is shown without an aim: it says what the analysis of a record costs. */
const SHARES = [
  { sshShare: 0.01, aim: AIM },
  { sshShare: 0.2, aim: AIM },
  { sshShare: 1, aim: undefined },
];

/** What the analyzer makes of a subscription's event costs, beside what it takes to read the event at all. */
export async function benchSubscription(): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const [name, format] of Object.entries(FORMATS)) {
    for (const { sshShare, aim } of SHARES) {
      const events = Array.from({ length: EVENTS }, (_, seed) =>
        subscriptionEvent(trafficLines({ format, records: RECORDS, sshShare, seed })),
      );
      const { samples, analyzed, findings } = await inFreshProcess<
        SubscriptionBatchInput,
        SubscriptionBatchOutput
      >('subscription-batch', { format, events, rounds: { warmUp: 40, counted: 40 } });
      rows.push([
        `${name}, ${sshShare * 100} % SSH`,
        countCell(analyzed),
        countCell(findings),
        millisecondsCell(samples.parse),
        millisecondsCell(samples.analysis),
        ...ratioCells(samples.analysis, samples.parse, aim),
        ratioSpread(samples.split, samples.parse, 'cpu').median.toFixed(2),
      ]);
    }
  }
  return {
    title: `A subscription event of ${countCell(RECORDS)} flow log records`,
    explanation:
      'From the base64 that Lambda is called with to the findings of all SSH rules, against gunzip and `JSON.parse` of the same event alone. The last column is that baseline plus `message.split(" ")` of every line. Bundled and minified as deployed.',
    heads: ['event', 'read', 'findings', 'parse ms', 'analysis ms', ...RATIO_HEADS, 'plain split'],
    rows,
  };
}
