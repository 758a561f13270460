import type { SeenSpan } from '../../analysis/trail/baseline';
import { inTime, type Sighting } from '../../analysis/trail/sighting';
import type { FirstTimeRule } from '../../analysis/trail/trail-rule';

/** Of a key; an item is written as a whole, and paid for by its size. */
const MOST_VALUES = 128;
/** An item of the table can have 400 KB. */
const MOST_BYTES = 300_000;

type Value = readonly [value: string, spans: readonly SeenSpan[]];

/**
 * The values of a key that its item has room for: those that came last. What goes is news again when it comes again, so
 * that nobody blinds a key by filling it; since when the key has been known stays, or it would learn anew.
 */
export function keptValues(
  { taughtBy }: FirstTimeRule,
  values: ReadonlyMap<string, readonly SeenSpan[]>,
): { readonly kept: readonly Value[]; readonly leftOut: number } {
  const all = [...values];
  const since = new Set([earliest(all, () => true), earliest(all, ({ call }) => teaches(call, taughtBy))]);
  const inOrder = all.sort(
    (one, other) =>
      Number(since.has(other)) - Number(since.has(one)) ||
      latest(other) - latest(one) ||
      (one[0] < other[0] ? -1 : 1),
  );
  const kept: Value[] = [];
  let bytes = 0;
  for (const value of inOrder.slice(0, MOST_VALUES)) {
    bytes += Buffer.byteLength(JSON.stringify(value));
    if (bytes > MOST_BYTES) break;
    kept.push(value);
  }
  return { kept, leftOut: all.length - kept.length };
}

function teaches(call: string, taughtBy: FirstTimeRule['taughtBy']): boolean {
  return taughtBy === undefined || taughtBy.includes(call.split(':').at(-1) ?? call);
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
