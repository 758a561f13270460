import type { Cause } from '../../../analysis/cause';
import { SEVERITIES } from '../../../analysis/finding';
import { isoTime } from '../../../analysis/iso-time';
import type { AlarmChange, ReplayResult } from '../../replay/replay-result';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import { paintSeverity } from '../../terminal/paint-severity';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';
import { limitRepeats } from './limit-repeats';

const INDENT = ' '.repeat(10);
const MOST_RECORDS = 3;

/**
 * Alarms with some of the records that set them off, each with its id, its file and its line; the gravest first, at
 * most `most` of each kind. Those without a record (silence, several at once) have said all in the story.
 */
export function renderAlarms(
  { alarms }: ReplayResult,
  isAll: boolean,
  most: number,
  terminal: Terminal,
): readonly string[] {
  const raised = alarms
    .filter(
      ({ state, severity, causes }) =>
        state === 'ALARM' && causes.length > 0 && (isAll || severity !== 'low'),
    )
    .sort((one, other) => gravity(other) - gravity(one) || one.at - other.at);
  const { shown, repeats } = limitRepeats(raised, ({ detection }) => detection, most);
  const more =
    repeats.length === 0 ? [] : [`… and ${counted(repeats.length, 'more', 'more')} of the same kinds`];
  return [...shown.flatMap((alarm) => renderAlarm(alarm, terminal)), ...more];
}

function renderAlarm(alarm: AlarmChange, terminal: Terminal): readonly string[] {
  const { severity, detection, at, causes, causeCount, whileRed } = alarm;
  const count = causeCount + whileRed.count;
  const records = [...causes, ...whileRed.causes].slice(0, MOST_RECORDS);
  const left = count - records.length;
  const room = terminal.width - INDENT.length;
  const lines = [
    ...records.flatMap((cause) => wrap(escapeControl(describe(cause)), room)),
    ...(left > 0 ? [`… ${counted(left, 'more record')}`] : []),
  ];
  const [head = '', ...rest] = wrap(`${detection}  ${isoTime(at)}, ${counted(count, 'record')}`, room);
  return [
    `${paintSeverity(severity, severity.padEnd(INDENT.length), terminal)}${head}`,
    ...rest.map((line) => `${INDENT}${line}`),
    ...lines.map((line) => `${INDENT}${terminal.colors.dim(line)}`),
  ];
}

function describe({ at, eventId, call, target, errorCode, place }: Cause): string {
  const refused = errorCode === undefined ? '' : ` (${errorCode})`;
  const what = target === undefined ? '' : ` on ${target}`;
  const where = eventId === place ? '' : ` ${eventId}`;
  return `${isoTime(at)} ${call}${refused}${what}${where}${place === undefined ? '' : ` ${place}`}`;
}

const gravity = ({ severity }: AlarmChange): number => SEVERITIES.indexOf(severity);
