import type { Kind } from './known-kinds';
import { callNode, castNode, descend, type Node, operatorNode, raw, text, textAt } from './sql-tree';
import { UTC } from './zones';

/** Minutes that a zone written as an offset is ahead of UTC; undefined for zones with a name. */
function offsetMinutes(zone: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  return sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const minutesNode = (minutes: number) => raw(`INTERVAL '${minutes}' MINUTE`);

/** What the clocks of a zone show at an instant, as a time without zone. */
export function clockOf(instant: unknown, zone: string): Node {
  if (zone === UTC) return callNode('athena_in_utc', instant);
  const minutes = offsetMinutes(zone);
  return minutes === undefined
    ? callNode('timezone', text(zone), callNode('athena_instant', instant))
    : operatorNode('add', callNode('athena_in_utc', instant), minutesNode(minutes));
}

/** The instant at which the clocks of a zone show a time. */
export function instantOf(clock: unknown, zone: string): Node {
  const minutes = offsetMinutes(zone);
  if (minutes === undefined) return callNode('timezone', text(zone), castNode(clock, 'TIMESTAMP'));
  return callNode(
    'timezone',
    text('UTC'),
    operatorNode('sub', castNode(clock, 'TIMESTAMP'), minutesNode(minutes)),
  );
}

/** The zone of an instant that is read by other clocks than those of UTC. */
export function otherZone(kind: Kind | undefined): string | undefined {
  return kind?.is === 'instant' && kind.zone !== UTC ? kind.zone : undefined;
}

/**
 * How the part of a second is shown, in letters of strftime: Athena shows as many digits as a time's type has, which
 * are those that were written out, and milliseconds of all others.
 */
export function fractionOf(time: unknown): '' | '.%g' {
  const written = [...descend(time)].filter(
    (node) => textAt(node, 'literal', 'literal_type') === 'timestamp',
  );
  return written.length > 0 && written.every((node) => !textAt(node, 'literal', 'value')?.includes('.'))
    ? ''
    : '.%g';
}
