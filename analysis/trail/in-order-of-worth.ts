import { inTime, type Sighting } from './sighting';

/** How what belongs to one key is divided where there is no room for all of it. */
export interface Shares {
  /** Seconds. */
  readonly partSeconds: number;
  /** Has each step its share, and within it each part of time? Else the latest is worth most. */
  readonly sharesSteps: boolean;
}

/**
 * The sightings of a key, what is worth most first: what is kept of them where there is no room for all, in memory as in
 * the table. Of a chain each step has its share, and within a step each part of the window, from both of its ends:
 * whoever repeats one step a thousand times must not push out another one, nor an earlier record of the same.
 *
 * @param sightings in time order
 * @param horizonSeconds what is older than this before the latest is worth least
 */
export function inOrderOfWorth(
  sightings: readonly Sighting[],
  { partSeconds, sharesSteps }: Shares,
  horizonSeconds: number,
): readonly Sighting[] {
  if (!sharesSteps) return sightings.toReversed();
  const oldest = (sightings.at(-1)?.at ?? 0) - horizonSeconds;
  const parts = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const part = `${sighting.step} ${Math.floor(sighting.at / partSeconds)}`;
    const held = parts.get(part);
    if (held === undefined) parts.set(part, [sighting]);
    else held.push(sighting);
  }
  /** Parts of each step so far, from the latest on. */
  const before = new Map<number, number>();
  return [...parts.values()]
    .toReversed()
    .sort((one, other) => -inTime(one[0] as Sighting, other[0] as Sighting))
    .flatMap((held) => {
      const step = (held[0] as Sighting).step;
      const part = before.get(step) ?? 0;
      before.set(step, part + 1);
      return fromBothEnds(held).map((sighting, turn) => ({
        sighting,
        isOld: sighting.at < oldest,
        turn,
        part,
      }));
    })
    .sort(
      (one, other) =>
        Number(one.isOld) - Number(other.isOld) ||
        one.turn - other.turn ||
        one.part - other.part ||
        one.sighting.step - other.sighting.step,
    )
    .map(({ sighting }) => sighting);
}

/** The last, the first, the one before the last, and so on. */
function fromBothEnds(sightings: readonly Sighting[]): readonly Sighting[] {
  return sightings.map((_, turn) => {
    const at = turn % 2 === 0 ? sightings.length - 1 - turn / 2 : (turn - 1) / 2;
    return sightings[at] as Sighting;
  });
}
