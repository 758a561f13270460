import { inOrderOfWorth } from '../../analysis/trail/in-order-of-worth';
import { horizonSeconds, keepingOf, MOST_IN_TABLE } from '../../analysis/trail/keeping';
import { inTime, type Sighting } from '../../analysis/trail/sighting';
import type { TrailRule } from '../../analysis/trail/trail-rule';
import { type BoundedList, boundedList } from '../state/bounded-list';

/** Of a key. An item of the table can have 400 KB; a sighting has less than 1 KB, unless somebody wants more. */
const MOST_SIGHTINGS = { count: MOST_IN_TABLE, bytes: 300_000 };

/** What of a key's sightings its item has room for, in time order: what is worth most. */
export function keptSightings(rule: TrailRule, sightings: readonly Sighting[]): BoundedList<Sighting> {
  const inOrder = inOrderOfWorth(sightings, keepingOf(rule), horizonSeconds(rule));
  const { kept, leftOut } = boundedList(inOrder, MOST_SIGHTINGS);
  return { kept: [...kept].sort(inTime), leftOut };
}
