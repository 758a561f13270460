import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isJsonObject } from '../../records/cloudtrail/cloudtrail-record';

/** A state change as CloudWatch publishes it. */
export interface AlarmMessage {
  readonly name: string;
  readonly state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  /** Epoch seconds. */
  readonly at: number;
  readonly reason: string;
  /** As it was deployed; a group's alarm names its detections there. */
  readonly description: string;
}

/** The event holds no alarm message. */
export class AlarmMessageError extends Error {
  override readonly name = 'AlarmMessageError';
}

const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const;

/**
 * The alarm messages of an event that SNS hands to Lambda; an event of the scheduler has none.
 *
 * @throws AlarmMessageError for an SNS record whose message is no alarm's
 */
export function alarmsIn(event: unknown): readonly AlarmMessage[] {
  const records = (event as { Records?: unknown } | null | undefined)?.Records;
  if (!Array.isArray(records)) return [];
  return records.map((record: { Sns?: { Message?: unknown } } | null) =>
    parseAlarmMessage(record?.Sns?.Message),
  );
}

export function parseAlarmMessage(message: unknown): AlarmMessage {
  if (typeof message !== 'string') {
    throw new AlarmMessageError(`the SNS record has ${typeof message} for a message; expected text`);
  }
  let value: JsonValue;
  try {
    value = JSON.parse(message);
  } catch {
    throw new AlarmMessageError(`the SNS message is no JSON: ${JSON.stringify(message.slice(0, 100))}`);
  }
  if (!isJsonObject(value)) throw new AlarmMessageError('the SNS message is no JSON object');
  const { AlarmName, AlarmDescription, NewStateValue, StateChangeTime, NewStateReason } = value;
  const state = STATES.find((known) => known === NewStateValue);
  if (typeof AlarmName !== 'string' || state === undefined) {
    throw new AlarmMessageError(
      `the SNS message has the members ${Object.keys(value).join(', ').slice(0, 200)}; expected AlarmName and NewStateValue`,
    );
  }
  // CloudWatch writes +0000 for UTC, which Date.parse takes in Node.
  const at = Date.parse(typeof StateChangeTime === 'string' ? StateChangeTime : '');
  if (Number.isNaN(at)) {
    throw new AlarmMessageError(
      `StateChangeTime of ${AlarmName} is ${JSON.stringify(StateChangeTime)}; expected a time`,
    );
  }
  const reason = typeof NewStateReason === 'string' ? NewStateReason : '';
  const description = typeof AlarmDescription === 'string' ? AlarmDescription : '';
  return { name: AlarmName, state, at: Math.floor(at / 1000), reason, description };
}
