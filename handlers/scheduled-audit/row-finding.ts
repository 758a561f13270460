import type { Evidence, Finding } from '../../analysis/finding';
import { quietSeconds } from '../../analysis/ssh/stories/quiet-seconds';
import { tellStory } from '../../analysis/ssh/stories/story';
import type { Detection } from '../../detections/detection';
import type { AnswerRow } from './ask-athena';

/** What each of the day-long questions says, and where its count stands. */
const CLAIMS: Readonly<Record<string, { readonly detection: string; readonly count: string }>> = {
  slow: { detection: 'ssh-slow-brute-force', count: 'attempts' },
  distributed: { detection: 'ssh-distributed-brute-force', count: 'sources' },
  'ssh-brute-force-flat': { detection: 'ssh-brute-force-flat', count: 'flat_connections' },
  'ssh-horizontal-scan': { detection: 'ssh-horizontal-scan', count: 'targets' },
};

/** The detection whose condition a row of a day-long SSH question fulfils; undefined for other rows. */
export function claimedDetection(queryId: string, row: AnswerRow): string | undefined {
  return CLAIMS[row['kind'] ?? queryId]?.detection;
}

/**
 * A row of a day-long SSH question as a finding by itself, for when its records are not at hand: the same detection,
 * subject and times as the rules would give, so that it goes into the same story, with the severity of the
 * detection, since a row does not say what the server answered. Undefined for a row that says none of these.
 *
 * @param until the day's end, epoch seconds
 */
export function rowFinding(
  queryId: string,
  row: AnswerRow,
  detections: ReadonlyMap<string, Detection>,
  until: number,
): Finding | undefined {
  const claim = CLAIMS[row['kind'] ?? queryId];
  const detection = detections.get(claim?.detection ?? '');
  const first = timeOf(row['first_seen']);
  const last = timeOf(row['last_seen']);
  const count = Number(row[claim?.count ?? '']);
  const source = row['source_ip'];
  if (claim === undefined || detection === undefined || first === undefined || last === undefined)
    return undefined;
  if (source === undefined || !Number.isFinite(count) || count < 1) return undefined;
  const target = row['target_ip'];
  const port = Number(row['target_port']);
  return tellStory({
    detection: detection.id,
    severity: detection.severity,
    confidence: 0.6,
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
