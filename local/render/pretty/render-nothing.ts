import { isoTime } from '../../../analysis/iso-time';
import type { OutsideRecords, ReplayResult } from '../../replay/replay-result';
import { counted } from '../../terminal/counted';

/** What is said where nothing was raised: only where all was read, and there was something, is that an all-clear. */
export function renderNothing({ outside, read, blindFlowLogs }: ReplayResult, isLowRaised: boolean): string {
  const { analyzed, records, unreadable } = read.totals;
  const nothing = isLowRaised ? 'Nothing above low severity was raised' : 'Nothing was raised';
  if (analyzed === 0 && outside !== undefined) return renderMissed(outside);
  if (analyzed === 0) {
    return `Nothing was judged: of ${counted(records, 'record')} none could be. What was read says why.`;
  }
  const lacks = [
    ...(unreadable === 0 ? [] : [`${counted(unreadable, 'record')} could not be read`]),
    ...(blindFlowLogs.length === 0
      ? []
      : [`no rule sees anything in ${counted(blindFlowLogs.length, 'flow log')}, as the notes say`]),
  ];
  return lacks.length === 0
    ? `${nothing}.`
    : `${nothing} by what could be read, which is no all-clear: ${lacks.join(', and ')}.`;
}

/** Said where a window leaves out all that there is. */
export function renderMissed({ count, from, to }: OutsideRecords): string {
  return `Nothing was judged: no record lies in the window of --since and --until. The ${counted(count, 'record')} outside of it ${count === 1 ? 'is' : 'are'} from ${isoTime(from)} to ${isoTime(to)}.`;
}
