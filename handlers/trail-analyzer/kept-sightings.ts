import { horizonSeconds, keepingOf } from '../../analysis/trail/compile-rules';
import { inTime, type Sighting } from '../../analysis/trail/sighting';
import type { TrailRule } from '../../analysis/trail/trail-rule';
import { type BoundedList, boundedList } from '../state/bounded-list';

/** The latest of a key. An item of the table can have 400 KB; a sighting has less than 1 KB, unless somebody wants more. */
const MOST_SIGHTINGS = { count: 256, bytes: 300_000 };

/**
 * What of a key's sightings its item has room for, in time order: the latest. Of a chain each step has its share, and
 * within a step each part of the window, from both of its ends: whoever repeats one step a thousand times must not
 * push out another one, nor an earlier record of the same.
 */
export function keptSightings(rule: TrailRule, sightings: readonly Sighting[]): BoundedList<Sighting> {
  const inOrder = rule.kind === 'chain' ? byTurns(rule, sightings) : sightings.toReversed();
  const { kept, leftOut } = boundedList(inOrder, MOST_SIGHTINGS);
  return { kept: [...kept].sort(inTime), leftOut };
}

/** @param sightings in time order */
function byTurns(rule: TrailRule, sightings: readonly Sighting[]): readonly Sighting[] {
  const { partSeconds } = keepingOf(rule);
  const oldest = (sightings.at(-1)?.at ?? 0) - horizonSeconds(rule);
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
