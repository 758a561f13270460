import { isoTime } from '../../analysis/iso-time';
import { renderTable } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';
import { withThousands } from '../terminal/with-thousands';
import type { StoryEntry } from './timeline';

/** Entries that are not told one by one, one row a detection: how often it was raised, first and last. */
export function renderCounts(entries: readonly StoryEntry[], terminal: Terminal): readonly string[] {
  const raised = entries.filter(({ change }) => change === 'ALARM' || change === 'START');
  const byDetection = new Map<string, StoryEntry[]>();
  for (const entry of raised) {
    byDetection.set(entry.detection, [...(byDetection.get(entry.detection) ?? []), entry]);
  }
  const rows = [...byDetection].map(([detection, of]) => [
    detection,
    withThousands(of.length),
    isoTime(of[0]?.at ?? 0),
    isoTime(of.at(-1)?.at ?? 0),
  ]);
  return rows.length === 0 ? [] : renderTable(['detection', 'raised', 'first', 'last'], rows, [0], terminal);
}
