import type { Published } from '../fake-aws/fake-aws';

/** The OCSF events of a message, one a line; a message with more of them than SNS takes is text. */
export function eventsOf({ message }: Published) {
  return (message['default'] ?? '')
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/**
 * Each finding with its change: `port-scan/203.0.113.77/… Create`. Of a message that many share, whose events are
 * more than SNS takes, the addresses that it names: `203.0.113.77 among others`.
 */
export function toldFindings(published: Published): readonly string[] {
  const events = eventsOf(published);
  if (events.length > 0) return events.map((event) => `${event.finding_info.uid} ${event.activity_name}`);
  const mail = published.message['email'] ?? '';
  return [...new Set(mail.match(/\b\d+(?:\.\d+){3}\b/g))].map(amongOthers);
}

/** How an address is told that is one of many in a message. */
export function amongOthers(address: string): string {
  return `${address} among others`;
}
