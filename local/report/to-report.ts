import { isoTime } from '../../analysis/iso-time';
import type { Detection } from '../../detections/detection';
import { queryCatalogue } from '../../queries/catalogue';
import { cataloguePart } from '../../report/catalogue-part';
import type { Attempts, FileSum, ReportDocument, Traffic } from '../../report/document';
import { RaisedCollector } from '../../report/raised-collector';
import type { Audit } from '../replay/audit-of-replay';
import type { AlarmChange, ReplayResult } from '../replay/replay-result';
import { summarize } from '../story/summarize';
import { commandText } from '../terminal/command-text';

/** What a page is made of, besides what every form gets. */
export interface ReportParts {
  readonly result: ReplayResult;
  readonly detections: readonly Detection[];
  readonly audit: Audit;
  /** What a command is to be given to find the same logs again; undefined where nothing finds them. */
  readonly again: readonly string[] | undefined;
  readonly traffic: Traffic;
  readonly attempts: Attempts;
  readonly sums: readonly FileSum[];
  readonly version: string;
}

const MOST_ANSWER_ROWS = 1000;
const MOST_FILES = 20_000;
const MOST_ACTORS = 500;
/** What is still open, as sentences of the summary; the table of findings has all. */
const MOST_OPEN = 100;
const MOST_TARGETS = 5;
const SOMEWHERE = ['<folder>'];

/** A replay as the document of a page; what is too much for one is counted, with the command that shows it. */
export function toReport(parts: ReportParts): ReportDocument {
  const { result, detections, audit, again, traffic, attempts, sums, version } = parts;
  const logs = again ?? SOMEWHERE;
  const collector = new RaisedCollector(
    detections.map(({ id }) => id),
    result.accounts.length > 1,
  );
  addAlarms(result.alarms, collector);
  for (const finding of result.findings) collector.addFinding(finding);
  const { raised, records, left } = collector.finish();
  const names = new Set([...result.alarms, ...result.findings].map(({ detection }) => detection));
  const { actors, open, commands } = summarize(result, again);
  return {
    format: 'harborwatch-report/1',
    title: `Incident report: ${result.folder}`,
    source: result.folder,
    version,
    span: result.span ?? null,
    summary: {
      actors: actors.slice(0, MOST_ACTORS).map(({ shown, addresses, severity, deeds }) => ({
        ...{ key: shown, shown, addresses, severity },
        deeds: deeds.map(({ confidence, targets, ...deed }) => ({
          ...deed,
          targets: targets.slice(0, MOST_TARGETS),
          confidence: confidence ?? null,
        })),
      })),
      open: open.slice(0, MOST_OPEN),
      openCount: open.length,
      commands,
    },
    ...cataloguePart(
      detections,
      names,
      queryCatalogue().map(({ id, question, serves }) => ({
        ...{ question, serves, command: commandText('query', id, '--on', 'local', ...logs) },
      })),
    ),
    raised,
    records,
    traffic,
    attempts,
    audit: {
      answers: audit.answers.map(({ query, columns, rows }) => ({
        ...{ id: query.id, question: query.question, columns: columns.map(({ name }) => name) },
        ...{ rows: rows.slice(0, MOST_ANSWER_ROWS), rowCount: rows.length },
      })),
      notes: audit.notes,
    },
    read: toRead(result),
    settings: toSettings(result),
    sums: sums.slice(0, MOST_FILES),
    notes: result.notes,
    leftOut: [
      {
        ...{ what: 'alarms and findings', count: left },
        command: commandText('replay', ...logs, '--all', '--format', 'jsonl'),
      },
      {
        ...{ what: 'files of the list of files', count: Math.max(0, result.read.files.length - MOST_FILES) },
        command: commandText('verify', ...logs, '--manifest', 'sums.txt'),
      },
      ...audit.answers.map(({ query, rows }) => ({
        ...{ what: `rows of the answer to ${query.id}`, count: Math.max(0, rows.length - MOST_ANSWER_ROWS) },
        command: commandText('query', query.id, '--on', 'local', ...logs),
      })),
    ].filter(({ count }) => count > 0),
    limits: [],
  };
}

/** Joins each alarm's red with the green that follows. */
function addAlarms(alarms: readonly AlarmChange[], collector: RaisedCollector): void {
  const red = new Map<string, AlarmChange>();
  const add = (change: AlarmChange, to: number | undefined) => {
    const causes = [...change.causes, ...change.whileRed.causes];
    collector.addAlarm({
      ...{ detection: change.detection, severity: change.severity, account: change.account },
      ...{
        from: change.causes[0]?.at ?? change.at,
        to,
        causes,
        causeCount: change.causeCount + change.whileRed.count,
      },
      summary: change.note ?? summaryOf(change),
    });
  };
  for (const change of alarms) {
    const key = `${change.detection} ${change.account}`;
    const before = red.get(key);
    if (change.state === 'ALARM') {
      if (before !== undefined) add(before, change.at);
      red.set(key, change);
    } else if (before !== undefined) {
      add(before, change.at);
      red.delete(key);
    }
  }
  for (const change of red.values()) add(change, undefined);
}

function summaryOf({ title, causes: [first], causeCount }: AlarmChange): string {
  if (first === undefined) return title;
  const more = causeCount > 1 ? `, and ${causeCount - 1} more` : '';
  const { call, target, identity, sourceAddress, region } = first;
  return (
    [
      call,
      ...(target === undefined ? [] : [`on ${target}`]),
      `by ${identity}`,
      ...(sourceAddress === undefined ? [] : [`from ${sourceAddress}`]),
      ...(region === undefined ? [] : [`in ${region}`]),
    ].join(' ') + more
  );
}

function toRead({ read, accounts, integrity, outside }: ReplayResult): ReportDocument['read'] {
  const { records, analyzed, skipped, remarks, unreadable } = read.totals;
  return {
    ...{ records, analyzed, skipped, remarks, unreadable, accounts },
    integrity: integrity ?? 'not checked (--public-keys checks it)',
    outside:
      outside === undefined
        ? null
        : `${outside.count} records from ${isoTime(outside.from)} to ${isoTime(outside.to)}`,
    files: read.files.slice(0, MOST_FILES).map((file) => ({
      ...{ path: file.path, kind: file.kind, records: file.records, analyzed: file.analyzed },
      skipped: Object.values(file.skipped).reduce((sum, count) => sum + count, 0),
      unreadable: file.unreadableCount,
      why: [
        ...(file.reason === undefined ? [] : [file.reason]),
        ...file.unreadable
          .slice(0, 3)
          .map(({ line, reason }) => (line === undefined ? reason : `line ${line}: ${reason}`)),
        ...(file.notes ?? []),
      ].join('; '),
    })),
  };
}

function toSettings({ settings, learnedHomeRegions, ruling }: ReplayResult): ReportDocument['settings'] {
  const list = (values: readonly (string | number)[]) => (values.length === 0 ? 'none' : values.join(', '));
  return [
    [
      'home regions',
      learnedHomeRegions === undefined
        ? list(settings.homeRegions ?? [])
        : `${list(learnedHomeRegions)} (learned from the records)`,
    ],
    ['deploy roles', list(settings.deployRoles)],
    ['SSH ports', list(settings.sshPorts)],
    ['trusted ranges', list(settings.trustedCidrs)],
    ...(settings.insideCidrs === undefined
      ? []
      : [['own public ranges', list(settings.insideCidrs)] as const]),
    ['expected egress ports', list(settings.egressPorts)],
    [
      'alarms',
      settings.organizationTrail ? 'count the calls of all accounts together' : 'of each account by itself',
    ],
    ...(settings.learningDays === undefined
      ? []
      : [['learning days', String(settings.learningDays)] as const]),
    ...(settings.own === undefined ? [] : [['the pipeline’s own', list(settings.own)] as const]),
    ...ruling.map((file) => ['from', file] as const),
  ];
}
