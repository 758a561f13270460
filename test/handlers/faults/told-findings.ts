import type { Published } from '../fake-aws/fake-aws';

/** The OCSF events of a message, one a line; a message with more of them than SNS takes is text. */
export function eventsOf({ message }: Published) {
  return (message['default'] ?? '')
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/** Each finding with its change: `port-scan/203.0.113.77/… Create`. */
export function toldFindings(published: Published): readonly string[] {
  return eventsOf(published).map((event) => `${event.finding_info.uid} ${event.activity_name}`);
}
