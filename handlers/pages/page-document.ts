import { version } from '../../package.json';
import { queryCatalogue } from '../../queries/catalogue';
import { cataloguePart, type ToldDetection } from '../../report/catalogue-part';
import type { ReportAnswer, ReportDocument } from '../../report/document';
import { RaisedCollector } from '../../report/raised-collector';
import { summaryOf } from '../../report/summary-of';
import type { MessageContext } from '../tell/message-context';
import type { PagePart } from './page-part';

export interface PageSource extends Omit<PagePart, 'detections'> {
  readonly title: string;
  readonly detections: readonly ToldDetection[];
  readonly context: Pick<MessageContext, 'account' | 'region'>;
  readonly answers?: readonly ReportAnswer[];
  readonly notes: readonly string[];
}

/** What a deployed function knows, as the document of a page; it counts no traffic and reads no files. */
export function pageDocument(source: PageSource): ReportDocument {
  const { title, detections, context, alarms, findings, answers = [], notes } = source;
  const collector = new RaisedCollector(
    detections.map(({ id }) => id),
    false,
  );
  for (const alarm of alarms) collector.addAlarm(alarm);
  for (const finding of findings) collector.addFinding(finding);
  const { raised, records, left } = collector.finish();
  const times = [...raised.flatMap(({ from, to }) => [from, to ?? from]), ...records.map(({ at }) => at)];
  const ids = new Set([...alarms, ...findings].map(({ detection }) => detection));
  const catalogue = cataloguePart(
    detections,
    ids,
    queryCatalogue().map(({ id, question, serves }) => ({
      ...{ question, serves, command: `npx harborwatch query ${id} --on athena --since 24h` },
    })),
  );
  return {
    format: 'harborwatch-report/1',
    ...{ title, source: `account ${context.account}, region ${context.region}`, version },
    span: times.length === 0 ? null : { from: minimum(times), to: -minimum(times.map((at) => -at)) },
    summary: summaryOf(raised, catalogue.detections),
    ...catalogue,
    ...{ raised, records, traffic: null, attempts: null },
    audit: { answers, notes: [] },
    ...{ read: null, sums: [], notes },
    settings: [
      ['account', context.account],
      ['region', context.region],
    ],
    leftOut:
      left === 0 ? [] : [{ what: 'alarm or finding', count: left, command: 'npx harborwatch query --list' }],
  };
}

/** `Math.min` takes its arguments on the stack, which is not endless. */
function minimum(numbers: readonly number[]): number {
  return numbers.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
}
