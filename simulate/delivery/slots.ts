import { MINUTE } from '../clock';

/** CloudTrail and flow logs put a file about every five minutes. */
const FIVE_MINUTES = 5 * MINUTE;

/** Sorts what was delivered into the files that the service writes: slot start to its entries, in time order. */
export function intoSlots<T>(
  entries: readonly T[],
  deliveredAt: (entry: T) => number,
  slotSeconds: number = FIVE_MINUTES,
): readonly [number, T[]][] {
  const slots = new Map<number, T[]>();
  const arrivals = entries.map((entry) => ({ entry, at: deliveredAt(entry) }));
  arrivals.sort((one, other) => one.at - other.at);
  for (const { entry, at } of arrivals) {
    const slot = Math.floor(at / slotSeconds) * slotSeconds;
    const held = slots.get(slot);
    if (held) held.push(entry);
    else slots.set(slot, [entry]);
  }
  return [...slots];
}
