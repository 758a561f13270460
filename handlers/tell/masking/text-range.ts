/** Part of a text: from `start`, up to and without `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The text with each range replaced; ranges that touch an earlier one are part of it. */
export function replaceRanges(text: string, ranges: readonly TextRange[], by: string): string {
  let [result, at] = ['', 0];
  for (const { start, end } of ranges.toSorted(
    (one, other) => one.start - other.start || other.end - one.end,
  )) {
    if (end <= at || start >= end) continue;
    if (start >= at) result += text.slice(at, start) + by;
    at = end;
  }
  return result + text.slice(at);
}
