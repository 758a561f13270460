import type { FilterPattern } from '../../analysis/filter-pattern';
import type { Finding } from '../../analysis/finding';
import { createPatternMatcher, type PatternMatcher } from '../../analysis/pattern-matcher';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import type { NamedRule } from '../../analysis/trail/trail-rule';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { isoInstant } from '../../records/iso-instant';
import { AHEAD_SECONDS } from '../stories/bounded-finding';
import { type ReadRecords, UnreadableTrailError } from './records-in';
import { type Memory, rememberAndJudge } from './remember';
import type { TurnsTaken } from './take-turns';

/** What the analyzer runs, and what alarms tell of the same records. */
export interface TrailSettings {
  readonly rules: readonly NamedRule[];
  readonly deployRoles: readonly string[];
  /** Names and ARNs of what the pipeline is made of. */
  readonly own: readonly string[];
  /** Filters whose alarm tells their records, at least as loud as most findings. */
  readonly alarms: readonly { readonly id: string; readonly pattern: FilterPattern }[];
}

export interface AnalyzedRecords extends TurnsTaken {
  readonly analyzed: number;
  readonly unreadable: number;
}

/** Of one event or file: nothing of it may leave before it was remembered. */
const MOST_KEYS = 100_000;

const matchers = new WeakMap<TrailSettings, PatternMatcher>();

/**
 * Judges the records of one event together with what is remembered.
 *
 * @throws UnreadableTrailError when there were records and none of them could be read
 */
export async function analyzeRecords(
  { records, unreadable }: ReadRecords,
  settings: TrailSettings,
  memory: Memory,
): Promise<AnalyzedRecords> {
  if (records.length === 0 && unreadable.length > 0) {
    throw new UnreadableTrailError(
      `none of ${unreadable.length} entries is a CloudTrail record: ${unreadable[0]}; only a trail should write there`,
    );
  }
  const analyzer = new TrailAnalyzer(settings.rules, { ...settings, mostKeys: MOST_KEYS });
  let since = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  const timeOf = notAheadOf(records, memory.now() + AHEAD_SECONDS);
  for (const { record, text } of records) {
    const at = timeOf(record);
    since = Math.min(since, at);
    until = Math.max(until, at);
    analyzer.add(record, at, () => text);
  }
  const remembered =
    records.length === 0
      ? { findings: [], failures: [], overdue: undefined }
      : await rememberAndJudge(analyzer, { since, until }, memory);
  return { ...remembered, analyzed: records.length, unreadable: unreadable.length };
}

const MILLISECOND = 0.001;

/**
 * The times of records, epoch seconds, none of which is later than `latest` by more than their order takes: one of the
 * year 9999 would be kept until then, and have all that is older forgotten first.
 */
function notAheadOf(records: ReadRecords['records'], latest: number): (record: CloudTrailRecord) => number {
  const said = ({ eventTime }: CloudTrailRecord) => isoInstant(eventTime) / 1000;
  const ahead = new Set(records.map(({ record }) => said(record)).filter((at) => at > latest));
  const ranks = new Map([...ahead].sort((one, other) => one - other).map((at, rank) => [at, rank] as const));
  return (record) => {
    const at = said(record);
    const rank = ranks.get(at);
    return rank === undefined ? at : latest + rank * MILLISECOND;
  };
}

/** The event ids of records that an alarm's message shows. */
export function shownByAlarms({ records }: ReadRecords, settings: TrailSettings): ReadonlySet<string> {
  const matcher = matchers.get(settings) ?? createPatternMatcher(settings.alarms);
  matchers.set(settings, matcher);
  return new Set(
    records
      .filter(({ record, text }) => matcher.match(record, () => text).length > 0)
      .flatMap(({ record }) => record.eventID ?? []),
  );
}

/**
 * Findings that say something new: what joins records, and single records that no alarm shows. A record that an alarm
 * tells of is not told a second time because a rule on single records sees it too.
 */
export function notToldByAlarms(
  findings: readonly Finding[],
  rules: readonly NamedRule[],
  shown: ReadonlySet<string>,
): readonly Finding[] {
  const single = new Set(rules.filter(({ rule }) => rule.kind === 'predicate').map(({ id }) => id));
  return findings.filter(
    ({ detection, causes = [] }) =>
      !single.has(detection) || causes.some(({ eventId }) => !shown.has(eventId)),
  );
}
