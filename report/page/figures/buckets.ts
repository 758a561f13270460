import type { Traffic } from '../../document';

export interface Buckets {
  readonly at: readonly number[];
  readonly calls: readonly number[];
  readonly accepted: readonly number[];
  readonly rejected: readonly number[];
  readonly stepSeconds: number;
}

/** Lengths of bucket that a person can read off an axis, in seconds. */
const STEPS = [1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800];

/** Traffic within a window, in at most `most` buckets of a readable length; empty ones count nothing. */
export function bucketsOf(traffic: Traffic, from: number, to: number, most: number): Buckets {
  const wanted = Math.max(1, (to - from) / most);
  const step = Math.max(
    traffic.stepSeconds,
    STEPS.find((each) => each >= wanted) ?? Math.ceil(wanted / 604_800) * 604_800,
  );
  const first = Math.floor(from / step) * step;
  const length = Math.max(1, Math.floor((to - first) / step) + 1);
  const at = Array.from({ length }, (_, index) => first + index * step);
  const [calls, accepted, rejected] = [zeros(length), zeros(length), zeros(length)];
  traffic.at.forEach((begin, index) => {
    const bucket = Math.floor((begin - first) / step);
    if (bucket < 0 || bucket >= length) return;
    add(calls, bucket, traffic.calls[index]);
    add(accepted, bucket, traffic.accepted[index]);
    add(rejected, bucket, traffic.rejected[index]);
  });
  return { at, calls, accepted, rejected, stepSeconds: step };
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

function add(sums: number[], at: number, count = 0): void {
  sums[at] = (sums[at] ?? 0) + count;
}
