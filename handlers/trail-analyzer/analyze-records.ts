import { type IsShown, TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import type { NamedRule } from '../../analysis/trail/trail-rule';
import { isoInstant } from '../../records/values/iso-instant';
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
  /** Which records alarms show. */
  readonly isShown: IsShown;
}

export interface AnalyzedRecords extends TurnsTaken {
  readonly analyzed: number;
  readonly unreadable: number;
}

/** Of one event or file: nothing of it may leave before it was remembered. */
const MOST_KEYS = 100_000;

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
  let until = Number.NEGATIVE_INFINITY;
  const times = timesOf(records, memory.now() + AHEAD_SECONDS);
  for (const [index, { record, text }] of records.entries()) {
    const at = times[index] as number;
    until = Math.max(until, at);
    analyzer.add(record, at, () => text);
  }
  const remembered =
    records.length === 0
      ? { findings: [], failures: [], overdue: undefined }
      : await rememberAndJudge(analyzer, until, memory);
  return { ...remembered, analyzed: records.length, unreadable: unreadable.length };
}

const MILLISECOND = 0.001;

/**
 * The times of records, epoch seconds, none of which is later than `latest` by more than their order takes: one of the
 * year 9999 would be kept until then, and have all that is older forgotten first.
 */
function timesOf(records: ReadRecords['records'], latest: number): readonly number[] {
  const said = records.map(({ record }) => isoInstant(record.eventTime) / 1000);
  const ahead = new Set(said.filter((at) => at > latest));
  if (ahead.size === 0) return said;
  const ranks = new Map([...ahead].sort((one, other) => one - other).map((at, rank) => [at, rank] as const));
  return said.map((at) => {
    const rank = ranks.get(at);
    return rank === undefined ? at : latest + rank * MILLISECOND;
  });
}
