import type { Cause } from '../../analysis/cause';
import { isoTime } from '../../analysis/iso-time';
import type { AlarmChange, ReplayResult, TitledFinding } from '../replay/replay-result';

/** The document of `harborwatch replay --format json`, described by docs/replay.schema.json. */
export function renderJson(result: ReplayResult): string {
  return `${JSON.stringify(toDocument(result), undefined, 2)}\n`;
}

function toDocument(result: ReplayResult) {
  const { span, learnedHomeRegions } = result;
  return {
    format: 'harborwatch-replay/1',
    folder: result.folder,
    span: span === undefined ? null : { from: isoTime(span.from), to: isoTime(span.to) },
    settings: { ...result.settings, homeRegions: result.settings.homeRegions ?? learnedHomeRegions ?? [] },
    homeRegionsLearned: learnedHomeRegions !== undefined,
    ruling: result.ruling,
    accounts: result.accounts,
    outside: toOutside(result),
    read: toRead(result.read),
    alarms: result.alarms.map(toAlarm),
    findings: result.findings.map(toFinding),
    blindFlowLogs: result.blindFlowLogs,
    notes: result.notes,
  };
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

function toAlarm(change: AlarmChange) {
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
  };
}

function toFinding(finding: TitledFinding) {
  return {
    id: finding.id,
    detection: finding.detection,
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
    log: finding.log ?? 'flow-logs',
    ...(finding.causes !== undefined && { causes: finding.causes.map(toCauseDocument) }),
    changes: finding.changes.map(({ state, at, count }) => ({ state, at: isoTime(at), count })),
  };
}
