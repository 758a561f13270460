/** A hole in a stream that was regular before; epoch minutes. */
export interface Silence {
  /** The minute after the last record. */
  readonly from: number;
  /** The minute of the next record; undefined when none came. */
  readonly to: number | undefined;
}

const WINDOWS_BEFORE = 10;
const LARGEST_HOLE = 1 / 3;

/**
 * Finds holes of at least `windowMinutes` in a stream of records that was regular before.
 *
 * Regular means: over the ten windows before, no hole was longer than a third of a window. For records that come
 * at random, n of them in those ten windows (at least 30), a hole of a third of the window or less as the longest
 * makes a chance hole of a whole window less likely than n^-3: below one in 27,000. A folder with a handful of
 * records, or with records of some hours only, is therefore never said to have fallen silent.
 *
 * @param minutes epoch minutes with at least one record, ascending
 * @param end the epoch minute after the last one of the replay, in which records of any kind may lie
 */
export function findSilences(
  minutes: readonly number[],
  end: number,
  windowMinutes: number,
): readonly Silence[] {
  const silences: Silence[] = [];
  const largestHole = windowMinutes * LARGEST_HOLE;
  let regularSince = minutes[0] ?? end;

  for (const [index, minute] of minutes.entries()) {
    const next = minutes[index + 1];
    const hole = (next ?? end) - (minute + 1);
    if (hole <= largestHole) continue;
    const isRegular = minute + 1 - regularSince >= WINDOWS_BEFORE * windowMinutes;
    if (isRegular && hole >= windowMinutes) silences.push({ from: minute + 1, to: next });
    regularSince = next ?? end;
  }
  return silences;
}
