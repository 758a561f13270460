import { setTimeout as pause } from 'node:timers/promises';

const FIRST_MILLISECONDS = 20;
const MOST_MILLISECONDS = 500;

/** Waits before try number `round` (the first, 0, is at once): longer each time, and differently in each run. */
export async function pauseBefore(round: number): Promise<void> {
  if (round === 0) return;
  const most = Math.min(MOST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** (round - 1));
  await pause(most * Math.random());
}
