import { version } from '../../package.json';
import { queryCatalogue } from '../../queries/catalogue';
import { cataloguePart, type ToldDetection } from '../../report/catalogue-part';
import type { LeftOut, PageLimit, Raised, ReportAnswer, ReportDocument, Span } from '../../report/document';
import { RaisedCollector } from '../../report/raised-collector';
import { summaryOf } from '../../report/summary-of';
import { maskText } from '../tell/mask-secrets';
import type { MessageContext } from '../tell/message-context';
import type { PagePart } from './page-part';
import { attemptsOf, MINUTE, trafficOf } from './page-traffic';

export interface PageSource extends Omit<PagePart, 'detections'> {
  readonly title: string;
  readonly detections: readonly ToldDetection[];
  readonly context: Pick<MessageContext, 'account' | 'region'>;
  readonly answers?: readonly ReportAnswer[];
  readonly notes: readonly string[];
  /** What a page of this kind cannot have. */
  readonly limitsOf: (raised: readonly Raised[], span: Span | null) => readonly PageLimit[];
}

/** What a deployed function knows, as the document of a page; it reads no files, and counts what messages told. */
export function pageDocument(source: PageSource): ReportDocument {
  const { title, detections, context, alarms, findings, minutes = [], answers = [], notes } = source;
  const collector = new RaisedCollector(
    detections.map(({ id }) => id),
    false,
  );
  for (const alarm of alarms) collector.addAlarm(alarm);
  for (const finding of findings) collector.addFinding(finding);
  const { raised: told, records, left } = collector.finish();
  const raised = told.map(masked);
  const times = [
    ...raised.flatMap(({ from, to }) => [from, to ?? from]),
    ...records.map(({ at }) => at),
    ...minutes.flatMap((each) => each.minutes.flatMap(([at]) => [at, at + MINUTE])),
  ];
  const span = times.length === 0 ? null : { from: minimum(times), to: -minimum(times.map((at) => -at)) };
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
    span,
    summary: summaryOf(raised, catalogue.detections),
    ...catalogue,
    ...{ raised, records },
    ...{ traffic: trafficOf(records, minutes), attempts: attemptsOf(minutes) },
    audit: { answers, notes: [] },
    ...{ read: null, sums: [], notes },
    settings: [
      ['account', context.account],
      ['region', context.region],
    ],
    leftOut: leftOutOf(left, answers),
    limits: source.limitsOf(raised, span),
  };
}

function leftOutOf(left: number, answers: readonly ReportAnswer[]): readonly LeftOut[] {
  return [
    { what: 'alarms and findings', count: left, command: 'npx harborwatch query --list' },
    ...answers.map(({ id, rows, rowCount }) => ({
      ...{ what: `rows of the answer to ${id}`, count: rowCount - rows.length },
      command: `npx harborwatch query ${id} --on athena --since 24h`,
    })),
  ].filter(({ count }) => count > 0);
}

/** As messages tell it: what is formed or named like a secret stands in no page that is handed on. */
function masked(raised: Raised): Raised {
  return {
    ...raised,
    summary: maskText(raised.summary),
    targets: raised.targets.map(maskText),
    evidence: Object.fromEntries(
      Object.entries(raised.evidence).map(([name, value]) => [name, maskedValue(value)]),
    ),
  };
}

function maskedValue(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  return Array.isArray(value) ? value.map(maskedValue) : value;
}

/** `Math.min` takes its arguments on the stack, which is not endless. */
function minimum(numbers: readonly number[]): number {
  return numbers.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
}
