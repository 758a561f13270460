import { type IsShown, TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import type { NamedRule } from '../../analysis/trail/trail-rule';
import { isoInstant } from '../../records/values/iso-instant';
import { AHEAD_SECONDS } from '../stories/bounded-finding';
import type { Memory } from './memory';
import { type ReadRecord, type ReadRecords, UnreadableTrailError } from './records-in';
import { rememberAndJudge } from './remember';
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
  const analyzer = new TrailAnalyzer(settings.rules, { ...settings, mostKeys: MOST_KEYS });
  const latest = memory.now() + AHEAD_SECONDS;
  const ahead: Ahead[] = [];
  let until = Number.NEGATIVE_INFINITY;
  let analyzed = 0;
  for (const { record, text } of records) {
    analyzed += 1;
    const at = isoInstant(record.eventTime) / 1000;
    if (at > latest) {
      ahead.push({ record, text, at });
      continue;
    }
    until = Math.max(until, at);
    analyzer.add(record, at, () => text);
  }
  for (const { record, text, at } of broughtBack(ahead, latest)) {
    until = Math.max(until, at);
    analyzer.add(record, at, () => text);
  }
  if (analyzed === 0 && unreadable.length > 0) {
    throw new UnreadableTrailError(
      `none of ${unreadable.length} entries is a CloudTrail record: ${unreadable[0]}; only a trail should write there`,
    );
  }
  const remembered =
    analyzed === 0
      ? { findings: [], failures: [], overdue: undefined }
      : await rememberAndJudge(analyzer, until, memory);
  return { ...remembered, analyzed, unreadable: unreadable.length };
}

const MILLISECOND = 0.001;

/** A record whose time lies ahead. */
interface Ahead extends ReadRecord {
  /** Epoch seconds. */
  readonly at: number;
}

/**
 * Records that lie ahead, with times none of which is later than `latest` by more than their order takes: one of the
 * year 9999 would be kept until then, and have all that is older forgotten first.
 */
function broughtBack(ahead: readonly Ahead[], latest: number): readonly Ahead[] {
  const times = [...new Set(ahead.map(({ at }) => at))].sort((one, other) => one - other);
  const ranks = new Map(times.map((at, rank) => [at, rank]));
  return ahead.map(({ record, text, at }) => ({
    record,
    text,
    at: latest + (ranks.get(at) as number) * MILLISECOND,
  }));
}
