import { isAscii } from 'node:buffer';
import type { JsonValue } from '../cloudtrail/cloudtrail-record';
import {
  checkSubscriptionPayload,
  parsedSubscription,
  type SubscriptionPayload,
  subscriptionBytes,
} from './subscription-payload';

/** A subscription's payload with the messages of its log events and nothing else of them. */
export interface SubscriptionMessages extends Omit<SubscriptionPayload, 'logEvents'> {
  /** In order. Pieces of the payload's text: one that is kept beyond the event keeps all of it. */
  readonly messages: readonly string[];
}

const LIST = '"logEvents":[';
/** What CloudWatch Logs writes around the three members of a log event. */
const BEFORE_ID = Buffer.from('{"id":"');
const BEFORE_TIMESTAMP = Buffer.from('","timestamp":');
const BEFORE_MESSAGE = Buffer.from(',"message":"');

const [COMMA, ZERO, NINE] = [44, 48, 57];
const [BACKSLASH, CLOSE_BRACKET, CLOSE_BRACE] = [92, 93, 125];
/** Fifteen digits and fewer are a whole number that JSON can hold. */
const MOST_DIGITS = 15;

/**
 * Unpacks the event of a subscription for whoever needs the messages alone. Log events that are written as CloudWatch Logs
 * writes them, members in its order and nothing escaped, are found in the text and never become objects; at anything else
 * the whole payload is parsed. Both say the same of whatever comes.
 *
 * @throws SubscriptionPayloadError as `unpackSubscriptionEvent` does
 */
export function unpackSubscriptionMessages(event: unknown): SubscriptionMessages {
  const bytes = subscriptionBytes(event);
  const plain = plainMessages(bytes);
  if (plain !== undefined) return plain;
  const { logEvents, ...payload } = checkSubscriptionPayload(parsedSubscription(bytes));
  return { ...payload, messages: logEvents.map(({ message }) => message) };
}

/** Undefined where the text is not plain, whatever else it is. */
function plainMessages(bytes: Buffer): SubscriptionMessages | undefined {
  // Without these every byte is a character, and every quote begins or ends a text.
  if (bytes.includes(BACKSLASH) || !isAscii(bytes) || hasControls(bytes)) return undefined;
  const text = bytes.toString('latin1');
  const list = text.indexOf(LIST);
  // A second brace before the list, and it is a member of a member.
  if (list < 0 || text.lastIndexOf('{', list) !== 0) return undefined;
  const messages: string[] = [];
  let at = list + LIST.length;
  for (;;) {
    const id = after(bytes, at, BEFORE_ID);
    if (id === 0) return undefined;
    const timestamp = after(bytes, text.indexOf('"', id), BEFORE_TIMESTAMP);
    if (timestamp === 0) return undefined;
    const message = after(bytes, afterNumber(bytes, timestamp), BEFORE_MESSAGE);
    if (message === 0) return undefined;
    const end = text.indexOf('"', message);
    if (end < 0 || bytes[end + 1] !== CLOSE_BRACE) return undefined;
    messages.push(text.slice(message, end));
    at = end + 3;
    const next = bytes[end + 2];
    if (next === CLOSE_BRACKET) break;
    if (next !== COMMA) return undefined;
  }
  const rest = text.slice(at);
  // Of two members of one name JSON takes the last.
  if (rest.includes('"logEvents"')) return undefined;
  return headOf(`${text.slice(0, list)}"logEvents":[]${rest}`, messages);
}

/** The payload around the log events, where it is one. */
function headOf(json: string, messages: readonly string[]): SubscriptionMessages | undefined {
  let head: JsonValue;
  try {
    head = JSON.parse(json) as JsonValue;
  } catch {
    // Told by whoever parses the whole.
    return undefined;
  }
  const { logEvents, ...payload } = checkSubscriptionPayload(head);
  return { ...payload, messages };
}

/** Where `expected` ends that begins at `at`; 0 where it does not begin there. */
function after(bytes: Buffer, at: number, expected: Buffer): number {
  if (at <= 0) return 0;
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return 0;
  }
  return at + expected.length;
}

/** Where the whole number ends that begins at `at`; 0 for anything else that JSON calls a number, or does not. */
function afterNumber(bytes: Buffer, at: number): number {
  let end = at;
  for (let byte = bytes[end] as number; byte >= ZERO && byte <= NINE; byte = bytes[end] as number) end++;
  if (end === at || end - at > MOST_DIGITS || (bytes[at] === ZERO && end > at + 1)) return 0;
  return end;
}

/** Is any byte below a blank? Four at a time: of text that is ASCII, a byte borrows where it is less. */
function hasControls(bytes: Buffer): boolean {
  const { byteOffset, length, buffer } = bytes;
  let at = 0;
  // A typed array of words begins at a multiple of four.
  for (; at < length && (byteOffset + at) % 4 !== 0; at++) if ((bytes[at] as number) < 32) return true;
  const words = new Int32Array(buffer, byteOffset + at, (length - at) >> 2);
  let borrowed = 0;
  for (let index = 0; index < words.length; index++) borrowed |= ((words[index] as number) - 0x20202020) | 0;
  if ((borrowed & 0x80808080) !== 0) return true;
  for (at += words.length * 4; at < length; at++) if ((bytes[at] as number) < 32) return true;
  return false;
}
