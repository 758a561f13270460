import { SEVERITIES, type Severity } from '../../analysis/finding';
import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** A message of the notification topic, as SNS hands it to a function. */
export interface ToldMessage {
  readonly id: string;
  /** The same over a story. */
  readonly thread: string;
  readonly kind: string;
  readonly state: string;
  readonly severity: Severity;
  /** When it was published, ISO 8601. */
  readonly at: string;
  readonly subject: string;
  /** What machines get: OCSF events, or the text for people where there are none. */
  readonly text: string;
  readonly events: readonly JsonObject[];
}

/** The event is no message of the notification topic. */
export class ToldMessageError extends Error {
  override readonly name = 'ToldMessageError';
}

/** @throws ToldMessageError for an event that SNS did not send, or a message without our attributes */
export function toldMessages(event: unknown): readonly ToldMessage[] {
  const records = isObject(event) ? event['Records'] : undefined;
  if (!Array.isArray(records)) {
    throw new ToldMessageError('the event has no Records; subscribe the function to the notification topic');
  }
  return records.map((record) => toldMessage(isObject(record) ? record['Sns'] : undefined));
}

function toldMessage(sns: unknown): ToldMessage {
  const { Message, MessageAttributes, Timestamp, Subject } = isObject(sns) ? sns : {};
  const attribute = (name: string) => {
    const member = isObject(MessageAttributes) ? MessageAttributes[name] : undefined;
    const value = isObject(member) ? member['Value'] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [id, thread, kind, state] = [
    attribute('id'),
    attribute('thread'),
    attribute('kind'),
    attribute('state'),
  ];
  const severity = SEVERITIES.find((known) => known === attribute('severity'));
  const isWhole = id !== undefined && thread !== undefined && kind !== undefined && state !== undefined;
  if (!isWhole || severity === undefined || typeof Message !== 'string' || typeof Timestamp !== 'string') {
    throw new ToldMessageError(
      `the SNS message ${JSON.stringify(id)} lacks its text, its time or one of the attributes id, thread, kind, state and severity; only our own messages belong on the topic`,
    );
  }
  const events = eventsIn(Message);
  const subject = typeof Subject === 'string' ? Subject : kind;
  return { id, thread, kind, state, severity, at: Timestamp, subject, text: Message, events };
}

/** One OCSF event a line; a message for people has none. */
function eventsIn(text: string): readonly JsonObject[] {
  if (!text.startsWith('{')) return [];
  return text.split('\n').flatMap((line) => {
    try {
      const event = JSON.parse(line) as JsonValue;
      return isJsonObject(event) && isJsonObject(event['finding_info']) ? [event] : [];
    } catch {
      return [];
    }
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
