import { gunzipSync } from 'node:zlib';
import { isJsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';
import { messageOf } from '../values/message-of';
import { quoted } from '../values/quoted';

/** One event of a log group: for flow logs and CloudTrail, one record in `message`. */
export interface SubscriptionLogEvent {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
}

/** What CloudWatch Logs sends to a subscriber. A CONTROL_MESSAGE only asks whether anyone is there. */
export interface SubscriptionPayload {
  readonly messageType: 'DATA_MESSAGE' | 'CONTROL_MESSAGE';
  /** Account id. */
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logEvents: readonly SubscriptionLogEvent[];
}

/** The event is no CloudWatch Logs subscription event. */
export class SubscriptionPayloadError extends Error {
  override readonly name = 'SubscriptionPayloadError';
}

/** Lambda takes events of up to 6 MB; what unpacks to more than this was made to exhaust memory. */
const MOST_BYTES = 256 * 1024 * 1024;
const LEAST_CHUNK = 1_024;
const MOST_CHUNK = 1_048_576;

/**
 * Unpacks the event that a subscription hands to Lambda, `{"awslogs":{"data":"<base64 of gzip of JSON>"}}`.
 *
 * @throws SubscriptionPayloadError saying which layer is wrong: the event, base64, gzip, JSON or the payload's members
 */
export function unpackSubscriptionEvent(event: unknown): SubscriptionPayload {
  return checkSubscriptionPayload(unpackSubscriptionJson(event));
}

/** The same without a look at the payload's members, for a reader to whom one wrong event is to cost one. */
export function unpackSubscriptionJson(event: unknown): JsonValue {
  return parsedSubscription(subscriptionBytes(event));
}

/**
 * The payload's JSON, unpacked.
 *
 * @throws SubscriptionPayloadError saying which layer is wrong: the event, base64 or gzip
 */
export function subscriptionBytes(event: unknown): Buffer {
  const data = subscriptionData(event);
  if (data === undefined) {
    throw new SubscriptionPayloadError(
      'no text at awslogs.data; expected a CloudWatch Logs subscription event',
    );
  }
  try {
    const packed = Buffer.from(data, 'base64');
    return gunzipSync(packed, { maxOutputLength: MOST_BYTES, chunkSize: chunkFor(packed) });
  } catch (error) {
    throw new SubscriptionPayloadError(`awslogs.data is not gzip in base64: ${messageOf(error)}`);
  }
}

/**
 * Parses what `subscriptionBytes` gave.
 *
 * @throws SubscriptionPayloadError where it is no JSON
 */
export function parsedSubscription(bytes: Buffer): JsonValue {
  try {
    return JSON.parse(bytes.toString('utf8')) as JsonValue;
  } catch (error) {
    throw new SubscriptionPayloadError(`awslogs.data holds no JSON: ${messageOf(error)}`);
  }
}

/**
 * How much to unpack at once: as much as there is, which gzip says in its last four bytes (RFC 1952, 2.3.1), and no more than
 * a megabyte, whatever it says. Node's 16 KiB make hundreds of pieces of an event, and half of the work.
 */
function chunkFor(packed: Buffer): number {
  const size = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
  return Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, size + 1));
}

/** Does the value look like the Lambda event of a subscription? Gives its packed text. */
export function subscriptionData(event: unknown): string | undefined {
  const logs = member(event, 'awslogs');
  const data = member(logs, 'data');
  return typeof data === 'string' ? data : undefined;
}

/**
 * Checks an unpacked payload.
 *
 * @throws SubscriptionPayloadError naming the member that is missing or of the wrong type
 */
export function checkSubscriptionPayload(value: JsonValue): SubscriptionPayload {
  if (!isJsonObject(value))
    throw new SubscriptionPayloadError('the subscription payload is not a JSON object');
  const { messageType, owner, logGroup, logStream, logEvents } = value;
  if (messageType !== 'DATA_MESSAGE' && messageType !== 'CONTROL_MESSAGE') {
    throw new SubscriptionPayloadError(
      `messageType is ${quoted(typeof messageType === 'string' ? messageType : (JSON.stringify(messageType) ?? 'missing'))}, expected DATA_MESSAGE or CONTROL_MESSAGE`,
    );
  }
  if (!Array.isArray(logEvents)) throw new SubscriptionPayloadError('logEvents is no array');
  for (const [at, logEvent] of logEvents.entries()) {
    if (!isLogEvent(logEvent)) {
      throw new SubscriptionPayloadError(
        `logEvents[${at}] lacks a text id, a number timestamp or a text message`,
      );
    }
  }
  for (const [name, text] of Object.entries({ owner, logGroup, logStream })) {
    if (typeof text !== 'string') throw new SubscriptionPayloadError(`${name} is no text`);
  }
  // Checked above, member by member.
  return value as unknown as SubscriptionPayload;
}

function isLogEvent(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const { id, timestamp, message } = value;
  return typeof id === 'string' && typeof timestamp === 'number' && typeof message === 'string';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
