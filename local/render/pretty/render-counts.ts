import { isoTime } from '../../../analysis/iso-time';
import { renderTable } from '../../terminal/table';
import type { Terminal } from '../../terminal/terminal';
import { withThousands } from '../../terminal/with-thousands';
import { wrap } from '../../terminal/wrap';
import type { StoryEntry } from '../timeline/timeline';

const NARROW = 70;

/** Entries that are not told one by one, one row a detection: how often it was raised, first and last. */
export function renderCounts(entries: readonly StoryEntry[], terminal: Terminal): readonly string[] {
  const raised = entries.filter(({ change }) => change === 'ALARM' || change === 'START');
  const byDetection = new Map<string, StoryEntry[]>();
  for (const entry of raised) {
    const known = byDetection.get(entry.detection);
    if (known === undefined) byDetection.set(entry.detection, [entry]);
    else known.push(entry);
  }
  const rows = [...byDetection].map(([detection, of]) => [
    detection,
    withThousands(of.length),
    isoTime(of[0]?.at ?? 0),
    isoTime(of.at(-1)?.at ?? 0),
  ]);
  // Two times and a number leave no room for a name.
  if (terminal.width < NARROW) {
    return rows.flatMap(([detection, count, first, last]) =>
      wrap(`${detection}: raised ${count} x, ${first} to ${last}`, terminal.width),
    );
  }
  return rows.length === 0 ? [] : renderTable(['detection', 'raised', 'first', 'last'], rows, [0], terminal);
}
