/** First and last time of something, epoch seconds. */
export interface Span {
  first: number;
  last: number;
}

/** Makes a span reach to a time. */
export function stretch(span: Span, at: number): void {
  if (at < span.first) span.first = at;
  if (at > span.last) span.last = at;
}
