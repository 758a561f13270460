/** Something that happened at a time, and what it counts towards (a source port, a target, a port number). */
export interface Sighting<T> {
  /** Epoch seconds. */
  readonly at: number;
  /** Sightings with one key count once within the window. */
  readonly key: string | number;
  readonly of: T;
}

/** A stretch in which enough sightings lay close enough together, and what went on after it without a pause. */
export interface Episode<T> {
  /** When the threshold was reached, epoch seconds. */
  readonly reachedAt: number;
  /** Most distinct keys in one window. */
  readonly peak: number;
  readonly sightings: readonly Sighting<T>[];
}

/**
 * Finds the episodes with at least `threshold` distinct keys within a sliding window of `windowSeconds`.
 * An episode goes on until nothing is seen for `quietSeconds`; it begins with the oldest sighting of the window
 * in which the threshold was reached.
 *
 * `sightings` are in time order. None, or too few, give no episode.
 */
export function findEpisodes<T>(
  sightings: readonly Sighting<T>[],
  windowSeconds: number,
  threshold: number,
  quietSeconds: number,
): Episode<T>[] {
  return findKeyed(sightings, timeOfSighting, keyOfSighting, windowSeconds, threshold, quietSeconds).map(
    ({ reachedAt, peak, parts }) => ({ reachedAt, peak, sightings: parts }),
  );
}

function timeOfSighting({ at }: Sighting<unknown>): number {
  return at;
}

function keyOfSighting({ key }: Sighting<unknown>): string | number {
  return key;
}

/** An episode of things that need no sighting each. */
export interface Stretch<T> {
  /** When the threshold was reached, epoch seconds. */
  readonly reachedAt: number;
  /** Most in one window. */
  readonly peak: number;
  readonly parts: readonly T[];
}

/**
 * `findEpisodes` without a sighting for each: `parts` are in time order by `timeOf`, epoch seconds, and those with one key
 * count once within the window.
 */
export function findKeyed<T>(
  parts: readonly T[],
  timeOf: (part: T) => number,
  keyOf: (part: T) => string | number,
  windowSeconds: number,
  threshold: number,
  quietSeconds: number,
): Stretch<T>[] {
  const stretches: Stretch<T>[] = [];
  if (parts.length < threshold) return stretches;
  const inWindow = new Map<string | number, number>();
  let oldest = 0;
  let begin = -1;
  let reachedAt = 0;
  let peak = 0;
  let previous = Number.NEGATIVE_INFINITY;
  const close = (end: number) => {
    if (begin >= 0) stretches.push({ reachedAt, peak, parts: parts.slice(begin, end) });
    begin = -1;
    peak = 0;
  };
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] as T;
    const at = timeOf(part);
    if (at - previous > quietSeconds) close(index);
    previous = at;
    const key = keyOf(part);
    inWindow.set(key, (inWindow.get(key) ?? 0) + 1);
    for (; oldest < index; oldest += 1) {
      const left = parts[oldest] as T;
      if (at - timeOf(left) <= windowSeconds) break;
      const leaving = keyOf(left);
      const remaining = (inWindow.get(leaving) ?? 1) - 1;
      if (remaining === 0) inWindow.delete(leaving);
      else inWindow.set(leaving, remaining);
    }
    if (inWindow.size < threshold) continue;
    peak = Math.max(peak, inWindow.size);
    if (begin < 0) {
      begin = oldest;
      reachedAt = at;
    }
  }
  close(parts.length);
  return stretches;
}

/**
 * `findEpisodes` for things that each count by themselves, such as connections: the same answer without a key and a
 * sighting for each.
 *
 * `parts` are in time order by `timeOf`, epoch seconds.
 */
export function findStretches<T>(
  parts: readonly T[],
  timeOf: (part: T) => number,
  windowSeconds: number,
  threshold: number,
  quietSeconds: number,
): Stretch<T>[] {
  const stretches: Stretch<T>[] = [];
  let oldest = 0;
  let begin = -1;
  let reachedAt = 0;
  let peak = 0;
  let previous = Number.NEGATIVE_INFINITY;
  const close = (end: number) => {
    if (begin >= 0) stretches.push({ reachedAt, peak, parts: parts.slice(begin, end) });
    begin = -1;
    peak = 0;
  };
  for (let index = 0; index < parts.length; index += 1) {
    const at = timeOf(parts[index] as T);
    if (at - previous > quietSeconds) close(index);
    previous = at;
    while (oldest < index && at - timeOf(parts[oldest] as T) > windowSeconds) oldest += 1;
    const held = index - oldest + 1;
    if (held < threshold) continue;
    if (held > peak) peak = held;
    if (begin < 0) {
      begin = oldest;
      reachedAt = at;
    }
  }
  close(parts.length);
  return stretches;
}
