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
  const episodes: Episode<T>[] = [];
  const inWindow = new Map<string | number, number>();
  let oldest = 0;
  let begin = -1;
  let reachedAt = 0;
  let peak = 0;
  const close = (end: number) => {
    if (begin >= 0) episodes.push({ reachedAt, peak, sightings: sightings.slice(begin, end) });
    begin = -1;
    peak = 0;
  };
  for (let index = 0; index < sightings.length; index += 1) {
    const sighting = sightings[index] as Sighting<T>;
    const previous = sightings[index - 1];
    if (previous !== undefined && sighting.at - previous.at > quietSeconds) close(index);
    inWindow.set(sighting.key, (inWindow.get(sighting.key) ?? 0) + 1);
    for (; oldest < index; oldest += 1) {
      const left = sightings[oldest] as Sighting<T>;
      if (sighting.at - left.at <= windowSeconds) break;
      const remaining = (inWindow.get(left.key) ?? 1) - 1;
      if (remaining === 0) inWindow.delete(left.key);
      else inWindow.set(left.key, remaining);
    }
    if (inWindow.size < threshold) continue;
    peak = Math.max(peak, inWindow.size);
    if (begin < 0) {
      begin = oldest;
      reachedAt = sighting.at;
    }
  }
  close(sightings.length);
  return episodes;
}

/** A stretch of which each part counts by itself. */
export interface Stretch<T> {
  /** When the threshold was reached, epoch seconds. */
  readonly reachedAt: number;
  /** Most in one window. */
  readonly peak: number;
  readonly parts: readonly T[];
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
