import { isoTime } from '../../analysis/iso-time';
import { escapeControl } from '../terminal/escape-control';
import { paintSeverity } from '../terminal/paint-severity';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';
import { joinRecoveries } from './join-recoveries';
import type { StoryEntry } from './timeline';

const INDENT = ' '.repeat(10);
const HEAD = '08:15:00  UPDATE critical '.length;

/** The story, a heading for each day, a few lines for each entry. */
export function renderStory(entries: readonly StoryEntry[], terminal: Terminal): readonly string[] {
  const lines: string[] = [];
  let day = '';
  for (const entry of joinRecoveries(entries)) {
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
  const { colors, width } = terminal;
  const isOver = entry.change === 'OK' || entry.change === 'END';
  const isNews = entry.change === 'ALARM' || entry.change === 'START';
  const label = `${entry.change.padEnd(6)} ${(isOver ? '' : entry.severity).padEnd(8)}`;
  const painted = isOver ? colors.green(label) : paintSeverity(entry.severity, label, terminal);
  const [first = '', ...more] = wrap(escapeControl(nameOf(entry)), width - HEAD);
  const told = entry.change === 'OK' ? entry.details : [entry.headline, ...entry.details];
  const body = told.flatMap((line) => wrap(escapeControl(line), width - INDENT.length));
  return [
    `${time}  ${painted} ${isNews ? colors.bold(first) : first}`,
    ...more.map((line) => `${' '.repeat(HEAD)}${line}`),
    ...body.map((line) => `${INDENT}${line}`),
  ];
}

/** `ecs-tasks-stopped-in-bulk in 111122223333` where there is more than one account. */
function nameOf({ detection, account }: StoryEntry): string {
  return account === undefined ? detection : `${detection} in ${account}`;
}
