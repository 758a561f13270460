import { inTime, type Sighting } from './sighting';

/** Beside the first and the last of a part of time. */
export const SPREAD_KEPT = 4;
const SCALE = 2 ** 30;

/**
 * Where a time stands in an order in which the first so many of a part always lie wide apart: halves before quarters
 * before eighths (van der Corput's sequence: the bits of the place in the part, turned around).
 */
export function spreadRank(at: number, partSeconds: number): number {
  const parts = at / partSeconds;
  let bits = ((parts - Math.floor(parts)) * SCALE) | 0;
  bits = ((bits >>> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8);
  return ((bits >>> 16) | (bits << 16)) >>> 0;
}

/**
 * Takes one into those that are kept of a part: all where they are few, else those that lie wide apart; of one moment
 * the first. What is kept depends on nothing but which there were.
 *
 * @param kept in the order of their ranks; is changed
 */
export function keepSpread(kept: Sighting[], sighting: Sighting, partSeconds: number): void {
  const { at } = sighting;
  const same = kept.findIndex((known) => known.at === at);
  if (same !== -1) {
    if (inTime(sighting, kept[same] as Sighting) < 0) kept[same] = sighting;
    return;
  }
  const rank = spreadRank(at, partSeconds);
  let place = kept.length;
  for (; place > 0; place -= 1) {
    const before = kept[place - 1] as Sighting;
    if (spreadRank(before.at, partSeconds) < rank) break;
  }
  if (place === SPREAD_KEPT) return;
  kept.splice(place, 0, sighting);
  if (kept.length > SPREAD_KEPT) kept.pop();
}
