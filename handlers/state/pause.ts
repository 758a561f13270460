import { setTimeout as pause } from 'node:timers/promises';

/** How long the first wait is at most, and any other, in milliseconds. */
export interface Pauses {
  readonly first: number;
  readonly most: number;
}

const SHORT: Pauses = { first: 20, most: 500 };

/**
 * Waits before try number `round` (the first, 0, is at once): longer each time, and differently in each run.
 *
 * @param pauses @default - as short as it takes to let another run go first
 */
export async function pauseBefore(round: number, { first, most }: Pauses = SHORT): Promise<void> {
  if (round > 0) await pause(Math.min(most, first * 2 ** (round - 1)) * Math.random());
}
