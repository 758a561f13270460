import { isoTime } from '../../../analysis/iso-time';
import { commandText } from '../../terminal/command-text';
import { escapeControl } from '../../terminal/escape-control';
import { paintSeverity } from '../../terminal/paint-severity';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';
import { joinRecoveries } from '../timeline/join-recoveries';
import type { StoryEntry } from '../timeline/timeline';

const INDENT = ' '.repeat(10);
const HEAD = '08:15:00  UPDATE critical '.length;

/**
 * The story, a heading for each day, a few lines for each entry, and under it the command that says more.
 *
 * @param again what a command is to be given to find the same logs again; undefined where nothing finds them
 */
export function renderStory(
  entries: readonly StoryEntry[],
  again: readonly string[] | undefined,
  terminal: Terminal,
): readonly string[] {
  const lines: string[] = [];
  let day = '';
  for (const entry of joinRecoveries(entries)) {
    const [date = '', time = ''] = isoTime(entry.at).replace('Z', '').split('T');
    if (date !== day) {
      lines.push(terminal.colors.dim(`-- ${date} (UTC) ${'-'.repeat(Math.max(0, terminal.width - 20))}`));
      day = date;
    }
    lines.push(...renderEntry(entry, time, again, terminal));
  }
  return lines;
}

function renderEntry(
  entry: StoryEntry,
  time: string,
  again: readonly string[] | undefined,
  terminal: Terminal,
): readonly string[] {
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
    // On a line of its own, and never broken, so that it can be pasted.
    ...(again === undefined || entry.drill.length === 0
      ? []
      : [colors.dim(`${INDENT}${escapeControl(commandText(...entry.drill, ...again))}`)]),
  ];
}

/** `ecs-tasks-stopped-in-bulk in 111122223333` where there is more than one account. */
function nameOf({ detection, account }: StoryEntry): string {
  return account === undefined ? detection : `${detection} in ${account}`;
}
