import type { Place } from './fault-case';

/** The first and the last of the calls that are alike, in the order in which they are made. */
export function placesOf(calls: readonly string[]): readonly Place[] {
  return [...new Set(calls)].flatMap((call) => {
    const times = calls.filter((each) => each === call).length;
    return [...new Set([1, times])].map((nth) => ({ call, nth }));
  });
}

/** What a row of the table is called. */
export function titleOf({ call, nth }: Place): string {
  return nth === 1 ? call : `${call}, last`;
}
