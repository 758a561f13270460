import type { Cause } from '../../../analysis/cause';
import { isoTime } from '../../../analysis/iso-time';
import type { Detection } from '../../../detections/detection';
import type { AlarmChange, ReplayResult, TitledFinding } from '../../replay/replay-result';
import type { Report } from '../timeline/report';
import { type StoryEntry, toStory } from '../timeline/timeline';

/** The document of `harborwatch replay --format json`, described by docs/replay.schema.json. */
export function renderJson(report: Report): string {
  return [...jsonParts(report)].join('');
}

/** The same bytes piece by piece: of a hundred thousand findings, the whole text takes more memory than they do. */
export function* jsonParts(report: Report): Generator<string> {
  let isFirst = true;
  for (const [name, value] of Object.entries(toLazyDocument(report))) {
    yield `${isFirst ? '{' : ','}\n  ${JSON.stringify(name)}: `;
    isFirst = false;
    if (value instanceof LazyList) yield* listParts(value);
    else yield indented(value, '  ');
  }
  yield '\n}\n';
}

function* listParts(list: LazyList<unknown>): Generator<string> {
  let isEmpty = true;
  for (const item of list) {
    yield `${isEmpty ? '[' : ','}\n    ${indented(item, '    ')}`;
    isEmpty = false;
  }
  yield isEmpty ? '[]' : '\n  ]';
}

/** In JSON a line break is always one between two values: inside of a text it is escaped. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${by}`);
}

/** A list whose items are made when they are taken. */
export class LazyList<T> implements Iterable<T> {
  readonly #make: () => Iterable<T>;

  constructor(make: () => Iterable<T>) {
    this.#make = make;
  }

  static of<S, T>(list: readonly S[], make: (item: S) => T): LazyList<T> {
    return new LazyList(function* () {
      for (const item of list) yield make(item);
    });
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#make()[Symbol.iterator]();
  }
}

/** All of a replay as plain data; lists in the order in which they are told, the long ones made as they are taken. */
export function toLazyDocument({ result, detections, audit }: Report) {
  const { span, learnedHomeRegions } = result;
  return {
    format: 'harborwatch-replay/1',
    folder: result.folder,
    span: span === undefined ? null : { from: isoTime(span.from), to: isoTime(span.to) },
    settings: toSettings(result),
    homeRegionsLearned: learnedHomeRegions !== undefined,
    ruling: result.ruling,
    accounts: result.accounts,
    outside: toOutside(result),
    integrity: result.integrity ?? 'not checked',
    read: toRead(result.read),
    alarms: LazyList.of(result.alarms, toAlarm),
    findings: LazyList.of(result.findings, toFinding),
    silenced: result.silenced ?? [],
    blindFlowLogs: result.blindFlowLogs,
    stillOpen: result.open.map(({ what, severity, since, by, eventId, account }) => ({
      what,
      severity,
      since: isoTime(since),
      by,
      eventId: eventId ?? null,
      account: account ?? null,
    })),
    story: LazyList.of(toStory(result, true), toEntry),
    audit: {
      answers: audit.answers.map(({ query, columns, rows }) => ({
        query: query.id,
        question: query.question,
        columns: columns.map(({ name }) => name),
        rows,
      })),
      notes: audit.notes,
    },
    runbooks: toRunbooks(result, detections),
    notes: result.notes,
  };
}

/** Detections of somebody's own by their ids: what they look for is code. */
function toSettings({ settings, learnedHomeRegions }: ReplayResult) {
  const { custom, ...plain } = settings;
  return {
    ...plain,
    homeRegions: settings.homeRegions ?? learnedHomeRegions ?? [],
    ...(custom !== undefined && {
      custom: { detections: custom.detections.map(({ id }) => id), changes: custom.changes },
    }),
  };
}

function toEntry({ at, severity, change, detection, account, headline, details }: StoryEntry) {
  return { at: isoTime(at), change, severity, detection, account: account ?? null, headline, details };
}

/** Of what was raised, once each, in the catalogue's order. */
function toRunbooks({ alarms, findings }: ReplayResult, detections: readonly Detection[]) {
  const raised = new Set([...alarms, ...findings].map(({ detection }) => detection));
  return detections
    .filter(({ id }) => raised.has(id))
    .map(({ id, title, severity, attack, runbook }) => ({
      detection: id,
      title,
      severity,
      attack,
      ...runbook,
    }));
}

function toOutside({ outside }: ReplayResult) {
  if (outside === undefined) return null;
  return { records: outside.count, from: isoTime(outside.from), to: isoTime(outside.to) };
}

function toRead({ files, totals }: ReplayResult['read']) {
  return {
    totals,
    files: files.map((file) => ({
      ...file,
      unreadable: file.unreadable.map(({ line, reason }) => ({ line: line ?? null, reason })),
    })),
  };
}

/** One alarm of the document. */
export function toAlarm(change: AlarmChange) {
  return {
    detection: change.detection,
    title: change.title,
    severity: change.severity,
    account: change.account ?? null,
    state: change.state,
    at: isoTime(change.at),
    value: change.value ?? null,
    threshold: change.threshold ?? null,
    records: change.causes.map((cause) => cause.eventId),
    recordCount: change.causeCount,
    causes: change.causes.map(toCauseDocument),
    ...(change.state === 'ALARM' && {
      recordsWhileRed: change.whileRed.causes.map((cause) => cause.eventId),
      recordCountWhileRed: change.whileRed.count,
    }),
    note: change.note ?? null,
  };
}

function toCauseDocument(cause: Cause) {
  return {
    eventId: cause.eventId,
    at: isoTime(cause.at),
    call: cause.call,
    region: cause.region ?? null,
    account: cause.account ?? null,
    identity: cause.identity,
    identityArn: cause.identityArn ?? null,
    sourceAddress: cause.sourceAddress ?? null,
    errorCode: cause.errorCode ?? null,
    target: cause.target ?? null,
    place: cause.place ?? null,
  };
}

/** One finding of the document. */
export function toFinding(finding: TitledFinding) {
  return {
    id: finding.id,
    detection: finding.detection,
    ...(finding.account !== undefined && { account: finding.account }),
    title: finding.title,
    severity: finding.severity,
    confidence: finding.confidence,
    state: finding.state,
    source: finding.source,
    targets: finding.targets,
    ports: finding.ports,
    firstSeen: isoTime(finding.firstSeen),
    lastSeen: isoTime(finding.lastSeen),
    summary: finding.summary,
    evidence: finding.evidence,
    ...(finding.beganBefore === true && { beganBefore: true }),
    log: finding.log ?? 'flow-logs',
    ...(finding.causes !== undefined && { causes: finding.causes.map(toCauseDocument) }),
    changes: finding.changes.map(({ state, at, count }) => ({ state, at: isoTime(at), count })),
  };
}
