import { type SeenSpan, teaches } from '../../analysis/trail/baseline';
import { inTime, type Sighting } from '../../analysis/trail/sighting';
import type { FirstTimeRule } from '../../analysis/trail/trail-rule';
import { type BoundedList, boundedList } from '../state/bounded-list';

/** Of a key; an item is written as a whole and paid for by its size, and can have 400 KB. */
const MOST_VALUES = { count: 128, bytes: 300_000 };

type Value = readonly [value: string, spans: readonly SeenSpan[]];

/**
 * The values of a key that its item has room for: those that came last. What goes is news again when it comes again, so
 * that nobody blinds a key by filling it; since when the key has been known stays, or it would learn anew.
 */
export function keptValues(
  rule: FirstTimeRule,
  values: ReadonlyMap<string, readonly SeenSpan[]>,
): BoundedList<Value> {
  const all = [...values];
  const since = new Set([earliest(all, () => true), earliest(all, (first) => teaches(rule, first))]);
  const inOrder = all.sort(
    (one, other) =>
      Number(since.has(other)) - Number(since.has(one)) ||
      latest(other) - latest(one) ||
      (one[0] < other[0] ? -1 : 1),
  );
  return boundedList(inOrder, MOST_VALUES);
}

function earliest(values: readonly Value[], isMeant: (first: Sighting) => boolean): Value | undefined {
  let found: Value | undefined;
  for (const value of values) {
    const first = value[1].find((span) => isMeant(span.first))?.first;
    const known = found?.[1].find((span) => isMeant(span.first))?.first;
    if (first !== undefined && (known === undefined || inTime(first, known) < 0)) found = value;
  }
  return found;
}

function latest([, spans]: Value): number {
  return spans.at(-1)?.to ?? Number.NEGATIVE_INFINITY;
}
