import type { JsonObject } from '../cloudtrail/cloudtrail-record';
import { ownEntry } from '../values/own-entry';

/** What the console's CSV of the event history calls the members of a record. */
const MEMBER_OF: Readonly<Record<string, string>> = {
  'event time': 'eventTime',
  'event source': 'eventSource',
  'event name': 'eventName',
  'aws region': 'awsRegion',
  'source ip address': 'sourceIPAddress',
  'user agent': 'userAgent',
  'error code': 'errorCode',
  'event id': 'eventID',
  'request id': 'requestID',
  'event type': 'eventType',
  'event category': 'eventCategory',
  'recipient account id': 'recipientAccountId',
};
const NEEDED = ['event time', 'event source', 'event name'];

/** Said of every file that was downloaded as CSV: its rows are a summary of the records. */
export const EVENT_HISTORY_LACKS =
  'a CSV of the event history holds no request parameters, response or kind of caller: what is judged by them cannot be seen; download it as JSON';

/** Are these the columns of the CSV that the CloudTrail console gives under Event history? */
export function isEventHistoryHeader(columns: readonly string[]): boolean {
  const names = columns.map((column) => column.trim().toLowerCase());
  return NEEDED.every((name) => names.includes(name));
}

/** A row of it as a record of the members that it has; what is missing is absent. */
export function eventHistoryRecord(columns: readonly string[], cells: readonly string[]): JsonObject {
  const record: Record<string, string | boolean> = {};
  const identity: Record<string, string> = {};
  for (const [at, column] of columns.entries()) {
    const name = column.trim().toLowerCase();
    const cell = (cells[at] ?? '').trim();
    if (cell === '') continue;
    const member = ownEntry(MEMBER_OF, name);
    if (member !== undefined) record[member] = member === 'eventTime' ? instantOf(cell) : cell;
    else if (name === 'user name') identity['userName'] = cell;
    else if (name === 'aws access key') identity['accessKeyId'] = cell;
    else if (name === 'read-only') record['readOnly'] = cell.toLowerCase() === 'true';
  }
  return { ...record, ...(Object.keys(identity).length > 0 && { userIdentity: identity }) };
}

/** As the console shows a time, and people copy it from there: `November 02, 2026, 08:15:00 (UTC+01:00)`. */
const SHOWN = /^([A-Z][a-z]+ \d{1,2}, \d{4}),? (\d\d:\d\d:\d\d) \(UTC([+-]\d\d):?(\d\d)\)$/;

/** A time in ISO 8601 where it is shown otherwise; whatever else it is stays as it is. */
function instantOf(cell: string): string {
  const [, day, time, hours, minutes] = SHOWN.exec(cell) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day} ${time} GMT${hours}${minutes}`);
  return Number.isNaN(at) ? cell : new Date(at).toISOString().replace('.000Z', 'Z');
}
