import type { ReportDocument, Span } from '../document';
import type { PageState } from './state';

/** A window of less than this shows nothing more: records have whole seconds. */
const LEAST_SECONDS = 10;

/** The window that is shown: the state's, or all records with a little room around them. */
export function windowOf(
  { span, raised }: Pick<ReportDocument, 'span' | 'raised'>,
  { from, to }: PageState,
): Span {
  if (from !== undefined && to !== undefined) return { from, to };
  const [first] = raised;
  const whole = span ?? { from: first?.from ?? 0, to: first?.from ?? 0 };
  const room = Math.max(LEAST_SECONDS, (whole.to - whole.from) * 0.01);
  return { from: Math.floor(whole.from - room), to: Math.ceil(whole.to + room) };
}

/** The same middle, so many times as long. */
export function zoomed({ from, to }: Span, times: number): Span {
  const middle = (from + to) / 2;
  const half = Math.max(LEAST_SECONDS, (to - from) * times) / 2;
  return { from: Math.round(middle - half), to: Math.round(middle + half) };
}

/** The same length, moved by a part of it. */
export function panned({ from, to }: Span, part: number): Span {
  const by = Math.round((to - from) * part);
  return { from: from + by, to: to + by };
}
