import type { ReplayResult } from '../../replay/replay-result';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';

const SHOWN = 10;

/** The first unreadable lines with file, line and reason, and how many more there are. */
export function renderUnreadable({ files, totals }: ReplayResult['read']): readonly string[] {
  const places = files.flatMap(({ path, unreadable }) =>
    unreadable.map(({ line, reason }) =>
      escapeControl(`${path}${line === undefined ? '' : `:${line}`}: ${reason}`),
    ),
  );
  const shown = places.slice(0, SHOWN);
  const more = totals.unreadable - shown.length;
  return more > 0 ? [...shown, `… and ${counted(more, 'more', 'more')}`] : shown;
}
