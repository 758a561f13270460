import type { Evidence, Finding, Severity } from '../../analysis/finding';
import { quietSeconds } from '../../analysis/ssh/stories/quiet-seconds';
import { tellStory } from '../../analysis/ssh/stories/story';
import type { Detection } from '../../detections/detection';
import { ownEntry } from '../../records/values/own-entry';
import type { AnswerRow } from './ask-athena';

/** In which of a row's columns the count of a finding stands; without one the row is one of its kind. */
const COUNTS: Readonly<Record<string, string>> = {
  'ssh-slow-brute-force': 'attempts',
  'ssh-distributed-brute-force': 'sources',
  'ssh-brute-force-flat': 'flat_connections',
  'ssh-brute-force': 'guesses',
  'ssh-flood': 'connections',
  'ssh-horizontal-scan': 'targets',
};
/** The detections behind the rows of a question whose rows do not name them. */
const CLAIMS: Readonly<Record<string, string>> = {
  slow: 'ssh-slow-brute-force',
  distributed: 'ssh-distributed-brute-force',
  'ssh-probable-logins': 'ssh-probable-login',
  'ssh-floods': 'ssh-flood',
  'ssh-horizontal-scan': 'ssh-horizontal-scan',
};

/** The detections whose conditions a row of a day-long SSH question fulfils, the loudest first; none for other rows. */
export function claimedDetections(queryId: string, row: AnswerRow): readonly string[] {
  const named = row['detections'] ?? ownEntry(CLAIMS, row['kind'] ?? queryId) ?? '';
  return named.split(', ').filter((name) => name !== '');
}

const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/**
 * A row of a day-long SSH question as a finding by itself, for when its records are not at hand: the same detection,
 * subject and times as the rules would give, so that it goes into the same story, with the row's own severity and confidence,
 * or with the severity of the detection where the row has none. Undefined for a row that says none of these.
 *
 * @param until the day's end, epoch seconds
 */
export function rowFinding(
  queryId: string,
  row: AnswerRow,
  detections: ReadonlyMap<string, Detection>,
  until: number,
): Finding | undefined {
  const [claimed = ''] = claimedDetections(queryId, row);
  const detection = detections.get(claimed);
  const first = timeOf(row['first_seen'] ?? row['began_at']);
  const last = timeOf(row['last_seen'] ?? row['ended_at']);
  const count = Number(row[ownEntry(COUNTS, claimed) ?? ''] ?? 1);
  const confidence = Number(row['confidence'] ?? USUAL_CONFIDENCE);
  const source = row['source_ip'];
  if (detection === undefined || first === undefined || last === undefined) return undefined;
  if (source === undefined || !Number.isFinite(count) || count < 1) return undefined;
  const target = row['target_ip'];
  const port = Number(row['target_port']);
  return tellStory({
    detection: detection.id,
    severity: SEVERITIES.find((severity) => severity === row['severity']) ?? detection.severity,
    confidence: confidence >= 0 && confidence <= 1 ? confidence : USUAL_CONFIDENCE,
    source,
    targets: target === undefined ? [] : [target],
    ports: Number.isInteger(port) && port > 0 ? [port] : [],
    times: Array.from({ length: Math.min(count, MOST_TIMES) }, () => first),
    reachedAt: first,
    lastSeen: last,
    quietSeconds: quietSeconds(detection.id),
    until,
    summary: `${source === '*' ? `${count} sources` : source}: ${detection.title.toLowerCase()}${target === undefined ? '' : ` on ${target}:${row['target_port'] ?? ''}`}, by the day's audit`,
    evidence: evidenceOf(queryId, row),
  });
}

/** Of a row that does not say how sure the rules are. */
const USUAL_CONFIDENCE = 0.6;

/** A story's count is the number of its times; more than this says no more. */
const MOST_TIMES = 100_000;

function evidenceOf(queryId: string, row: AnswerRow): Evidence {
  const numbers = Object.entries(row).flatMap(([name, text]) =>
    /^-?\d+(?:\.\d+)?$/.test(text) ? [[name, Number(text)] as const] : [],
  );
  return { query: queryId, ...Object.fromEntries(numbers) };
}

/** Athena writes `2026-11-02 08:15:00.000 UTC`, or without the zone, which is UTC as well. */
function timeOf(text: string | undefined): number | undefined {
  const written = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text ?? '');
  return written === null ? undefined : Date.parse(`${written[1]}T${written[2]}Z`) / 1000;
}
