import { inTime, type Sighting } from './sighting';

/** Beside the first and the last of a part of time. */
export const SPREAD_KEPT = 4;
const BITS = 20;
const SCALE = 2 ** BITS;

/**
 * Where a time stands in an order in which the first so many of a part always lie wide apart: halves before quarters
 * before eighths (van der Corput's sequence, the bits of the place in the part turned around).
 */
export function spreadRank(at: number, partSeconds: number): number {
  let place = Math.floor((at / partSeconds - Math.floor(at / partSeconds)) * SCALE);
  let rank = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    rank = rank * 2 + (place & 1);
    place >>>= 1;
  }
  return rank;
}

/**
 * All of one part of time where they are few, else some that lie wide apart; of one moment the first. The choice of a
 * union is the choice of the choices.
 */
export function mostSpread(sightings: readonly Sighting[], partSeconds: number): Sighting[] {
  const byTime = new Map<number, Sighting>();
  for (const sighting of sightings) {
    const known = byTime.get(sighting.at);
    if (known === undefined || inTime(sighting, known) < 0) byTime.set(sighting.at, sighting);
  }
  return [...byTime.values()]
    .map((sighting) => ({ sighting, rank: spreadRank(sighting.at, partSeconds) }))
    .sort((one, other) => one.rank - other.rank || one.sighting.at - other.sighting.at)
    .slice(0, SPREAD_KEPT)
    .map(({ sighting }) => sighting);
}
