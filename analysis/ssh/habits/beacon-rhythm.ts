import { medianOf } from '../stories/attempt-facts';

export interface Rhythm {
  /** Seconds between two connections, the middle value. */
  readonly medianInterval: number;
  /** Median absolute deviation of the intervals, as a share of their median: 0 is a clock. */
  readonly spread: number;
}

/**
 * How evenly times follow each other: the median absolute deviation of the intervals, which a missed or a doubled
 * connection does not move; RITA's beacon score rests on it, too.
 * A clock gives 0, a sleep that is shortened at random by up to half (Cobalt Strike's `jitter` 50) 0.17, arrivals at random
 * 0.69. Undefined for fewer than two intervals, or where most connections come in one second.
 *
 * @param times epoch seconds, in order
 */
export function rhythmOfTimes(times: readonly number[]): Rhythm | undefined {
  const intervals = times.slice(1).map((at, index) => at - (times[index] as number));
  if (intervals.length < 2) return undefined;
  const medianInterval = medianOf(intervals) ?? 0;
  if (medianInterval <= 0) return undefined;
  const deviation = medianOf(intervals.map((interval) => Math.abs(interval - medianInterval))) ?? 0;
  return { medianInterval, spread: deviation / medianInterval };
}
