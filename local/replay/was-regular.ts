const WINDOWS_BEFORE = 10;
const LARGEST_HOLE = 1 / 3;

/**
 * Whether a stream of records was regular before it stopped, so that its silence says something.
 *
 * Regular means: over the ten windows before, no hole was longer than a third of a window. For n records that come
 * at random in those ten windows (at least 30), a longest hole of a third of a window makes a chance hole of a whole
 * window less likely than n^-3: below one in 27,000. A folder with a handful of records, or with records of some
 * hours only, is therefore never said to have fallen silent.
 *
 * @param minutes epoch minutes with at least one record, ascending
 * @param at epoch minute; only the records before it are looked at
 * @param windowMinutes how long a hole must last to be called silence
 */
export function wasRegular(minutes: readonly number[], at: number, windowMinutes: number): boolean {
  const before = minutes.filter((minute) => minute < at);
  const last = before.at(-1);
  if (last === undefined) return false;
  let later = last + 1;
  for (let index = before.length - 1; index >= 0; index -= 1) {
    const minute = before[index] as number;
    if (later - (minute + 1) > windowMinutes * LARGEST_HOLE) return false;
    if (last + 1 - minute >= WINDOWS_BEFORE * windowMinutes) return true;
    later = minute;
  }
  return false;
}
