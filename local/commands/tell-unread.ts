import { renderMissed } from '../render/pretty/render-nothing';
import { renderUnreadable } from '../render/pretty/render-unreadable';
import type { ReplayResult } from '../replay/replay-result';
import type { CommandIo } from '../terminal/command-io';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';

type WhatWasRead = Pick<ReplayResult, 'read' | 'outside' | 'blindFlowLogs'>;

const BLIND = 'lacks fields of flow logs without which no rule sees a connection; nothing in it was judged';

/**
 * Says on the error stream what could not be read or judged, with file, line and reason, for commands whose answer is about
 * something else than what was read: the output stays what it is.
 */
export function tellUnread(result: WhatWasRead, { stderr }: Pick<CommandIo, 'stderr'>): void {
  const { read, outside, blindFlowLogs } = result;
  const { unreadable, analyzed } = read.totals;
  const [blind] = blindFlowLogs;
  const more = blindFlowLogs.length > 1 ? ` and ${blindFlowLogs.length - 1} more` : '';
  const lines = [
    ...(unreadable === 0 ? [] : [`unreadable: ${counted(unreadable, 'record')}`, ...renderUnreadable(read)]),
    ...(blind === undefined ? [] : [`${escapeControl(blind)}${more}: ${BLIND}`]),
    ...(outside !== undefined && analyzed === 0 ? [renderMissed(outside)] : []),
  ];
  stderr.write(lines.map((line) => `harborwatch: ${line}\n`).join(''));
}
