import { renderUnreadable } from '../render/pretty/render-unreadable';
import type { ReplayResult } from '../replay/replay-result';
import type { CommandIo } from '../terminal/command-io';
import { counted } from '../terminal/counted';

/**
 * Says on the error stream what could not be read, with file, line and reason, for commands whose answer is about
 * something else than what was read: the output stays what it is.
 */
export function tellUnread(read: ReplayResult['read'], { stderr }: Pick<CommandIo, 'stderr'>): void {
  const { unreadable } = read.totals;
  if (unreadable === 0) return;
  const lines = [`unreadable: ${counted(unreadable, 'record')}`, ...renderUnreadable(read)];
  stderr.write(lines.map((line) => `harborwatch: ${line}\n`).join(''));
}
