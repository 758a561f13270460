import type { Sample } from '../measure/alternate';

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The ratios of the samples, pair by pair, to those of the baseline. */
export function ratioSpread(
  subject: readonly Sample[],
  baseline: readonly Sample[],
  time: keyof Sample,
): Spread {
  return spreadOf(subject.map((sample, round) => sample[time] / (baseline[round]?.[time] ?? Number.NaN)));
}

/** Least, middle and most; NaN for no values. */
export function spreadOf(values: readonly number[]): Spread {
  const inOrder = [...values].sort((one, other) => one - other);
  const middle = inOrder.length >> 1;
  const upper = inOrder[middle] ?? Number.NaN;
  const median = inOrder.length % 2 === 1 ? upper : (upper + (inOrder[middle - 1] ?? Number.NaN)) / 2;
  return { min: inOrder[0] ?? Number.NaN, median, max: inOrder.at(-1) ?? Number.NaN };
}
