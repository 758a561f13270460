import { isoTime } from '../replay/iso-time';
import { escapeControl } from './escape-control';
import { paintSeverity } from './paint-severity';
import type { StoryEntry } from './story';
import type { Terminal } from './terminal';
import { wrap } from './wrap';

const INDENT = ' '.repeat(10);

/** The story, a heading for each day, a few lines for each entry. */
export function renderStory(entries: readonly StoryEntry[], terminal: Terminal): readonly string[] {
  const lines: string[] = [];
  let day = '';
  for (const entry of entries) {
    const [date = '', time = ''] = isoTime(entry.at).replace('Z', '').split('T');
    if (date !== day) {
      lines.push(terminal.colors.dim(`-- ${date} (UTC) ${'-'.repeat(Math.max(0, terminal.width - 20))}`));
      day = date;
    }
    lines.push(...renderEntry(entry, time, terminal));
  }
  return lines;
}

function renderEntry(entry: StoryEntry, time: string, terminal: Terminal): readonly string[] {
  const isOver = entry.change === 'OK' || entry.change === 'END';
  const label = `${entry.change.padEnd(6)} ${entry.severity.padEnd(8)}`;
  const painted = isOver ? terminal.colors.green(label) : paintSeverity(entry.severity, label, terminal);
  const isFirstTelling = entry.change === 'ALARM' || entry.change === 'START';
  const head = `${time}  ${painted} ${isFirstTelling ? terminal.colors.bold(entry.detection) : entry.detection}`;
  const text =
    isOver && entry.details.length === 0 && entry.change === 'OK' ? [] : [entry.headline, ...entry.details];
  const body = text.flatMap((line) => wrap(escapeControl(line), terminal.width - INDENT.length));
  return [head, ...body.map((line) => `${INDENT}${line}`)];
}
