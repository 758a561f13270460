import { gunzipSync } from 'node:zlib';
import { isJsonObject, type JsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';
import { CloudTrailSplitter } from '../splitting/cloudtrail-splitter';
import { messageOf } from '../values/message-of';
import { SubscriptionPayloadError, subscriptionData, unpackSubscriptionJson } from './subscription-payload';

/** Who takes what an envelope held. */
export interface Unwrapped {
  /** An object that is no envelope: a record, or something foreign. */
  object(value: JsonObject): void;
  /** A line of text that is no JSON: a flow log line, or something foreign. */
  line(text: string): void;
  /** Part of an envelope that holds nothing, and why. */
  skip(reason: string): void;
  unreadable(reason: string): void;
}

/** Members of an object that hold the envelopes or records of an answer or of an event, as AWS's tools write them. */
const LISTS = [
  'Records',
  'records',
  'Events',
  'events',
  'logEvents',
  'Messages',
  'results',
  'QueryResultRows',
] as const;
/** An envelope in an envelope in an envelope: SNS to SQS to a subscription's payload is 5 deep. */
const DEEPEST = 8;
const MOST_BYTES = 256 * 1024 * 1024;

/** Is this one of CloudTrail's records at first sight? Then nothing needs to be unwrapped. */
export function looksLikeRecord(value: JsonValue): value is JsonObject {
  return (
    isJsonObject(value) &&
    typeof value['eventName'] === 'string' &&
    value['eventTime'] !== undefined &&
    value['kinesis'] === undefined &&
    value['_raw'] === undefined
  );
}

/**
 * Takes envelopes off until records remain: what `lookup-events`, `filter-log-events`, `get-log-events` and
 * `get-query-results` print, EventBridge events, SNS and SQS messages, events that Lambda and Firehose are handed,
 * subscription payloads, in one another.
 */
export function unwrap(value: JsonValue, to: Unwrapped, depth = 0): void {
  if (depth > DEEPEST) {
    to.unreadable(`envelopes within envelopes, more than ${DEEPEST} deep`);
  } else if (Array.isArray(value)) {
    const fields = insightsRow(value);
    if (fields !== undefined) unwrap(fields, to, depth + 1);
    else for (const element of value as readonly JsonValue[]) unwrap(element, to, depth + 1);
  } else if (!isJsonObject(value)) {
    to.unreadable(`not a JSON object but ${JSON.stringify(value).slice(0, 60)}`);
  } else if (looksLikeRecord(value)) {
    to.object(value);
  } else {
    unwrapObject(value, to, depth);
  }
}

/** The same for a text: JSON of any of these forms, several of them one after the other, or lines. */
export function unwrapText(text: string, to: Unwrapped, depth = 0): void {
  const first = text.trimStart().charAt(0);
  if (first !== '{' && first !== '[') {
    for (const line of text.replace(/\r?\n$/, '').split('\n')) to.line(line);
    return;
  }
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    unwrapPieces(text, messageOf(error), to, depth);
    return;
  }
  unwrap(value, to, depth + 1);
}

/** Objects side by side, as Firehose and Kinesis pack them. */
function unwrapPieces(text: string, reason: string, to: Unwrapped, depth: number): void {
  const pieces: string[] = [];
  const splitter = new CloudTrailSplitter({
    record: (piece) => pieces.push(piece),
    unreadable: () => pieces.push(''),
  });
  splitter.push(Buffer.from(text));
  splitter.end();
  if (pieces.length < 2) to.unreadable(`not JSON: ${reason}`);
  else
    for (const piece of pieces) {
      try {
        unwrap(JSON.parse(piece) as JsonValue, to, depth + 1);
      } catch (error) {
        if (!(error instanceof SyntaxError) && !isSyntaxError(error)) throw error;
        to.unreadable(`not JSON: ${messageOf(error)}`);
      }
    }
}

function isSyntaxError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'SyntaxError';
}

function unwrapObject(value: JsonObject, to: Unwrapped, depth: number): void {
  const text = messageIn(value);
  if (text !== undefined) {
    unwrapText(text, to, depth);
    return;
  }
  const packed = packedIn(value);
  if (packed !== undefined) {
    unwrapPacked(packed, to, depth);
    return;
  }
  if (subscriptionData(value) !== undefined) {
    unwrapSubscription(value, to, depth);
    return;
  }
  if (value['messageType'] === 'CONTROL_MESSAGE') {
    to.skip('control message');
    return;
  }
  if (
    value['messageType'] !== undefined &&
    value['logEvents'] !== undefined &&
    !Array.isArray(value['logEvents'])
  ) {
    to.unreadable('logEvents is no array');
    return;
  }
  const inner = innerOf(value);
  if (inner === undefined) to.object(value);
  else for (const part of inner) unwrap(part, to, depth + 1);
}

/** Envelopes of one message as text, or as an object that a console wrote out. */
function messageIn(value: JsonObject): string | undefined {
  const { CloudTrailEvent, Type, Message, Sns, body, Body, message, timestamp } = value;
  if (CloudTrailEvent !== undefined) return asText(CloudTrailEvent);
  // Splunk's fields beside it are what it made of the record.
  if (value['_raw'] !== undefined) return asText(value['_raw']);
  if (Type === 'Notification' && Message !== undefined) return asText(Message);
  if (isJsonObject(Sns)) return asText(Sns['Message']);
  const isQueued = value['messageId'] !== undefined || value['MessageId'] !== undefined;
  if (isQueued && (body ?? Body) !== undefined) return asText(body ?? Body);
  // A queue's message of which only the body was asked for.
  if (typeof Body === 'string' && /^\s*[{[]/.test(Body)) return Body;
  if (value['@message'] !== undefined) return asText(value['@message']);
  return timestamp !== undefined && message !== undefined ? asText(message) : undefined;
}

/** What is no text is judged as it stands; an envelope that holds null in its place is told as unreadable. */
function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Base64 that a stream carries: of Kinesis (Lambda's event, `get-records`) and of Firehose. */
function packedIn(value: JsonObject): string | undefined {
  const { kinesis, Data, data } = value;
  if (isJsonObject(kinesis) && typeof kinesis['data'] === 'string') return kinesis['data'];
  if (typeof Data === 'string' && value['PartitionKey'] !== undefined) return Data;
  return typeof data === 'string' && value['recordId'] !== undefined ? data : undefined;
}

function unwrapPacked(data: string, to: Unwrapped, depth: number): void {
  const bytes = Buffer.from(data, 'base64');
  let text: string;
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    text = (isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes).toString('utf8');
  } catch (error) {
    to.unreadable(`data of a stream is gzip that cannot be unpacked: ${messageOf(error)}`);
    return;
  }
  unwrapText(text, to, depth + 1);
}

function unwrapSubscription(value: JsonObject, to: Unwrapped, depth: number): void {
  let payload: JsonValue;
  try {
    payload = unpackSubscriptionJson(value);
  } catch (error) {
    if (!(error instanceof SubscriptionPayloadError)) throw error;
    to.unreadable(error.message);
    return;
  }
  unwrap(payload, to, depth + 1);
}

/** What an object is an envelope of; undefined when it is none. An event of EventBridge about something else is one piece. */
function innerOf(value: JsonObject): readonly JsonValue[] | undefined {
  if (value['detail-type'] !== undefined && looksLikeRecord(value['detail'] ?? null)) {
    return [value['detail'] as JsonObject];
  }
  if (isJsonObject(value['ResultSet'])) return athenaRows(value['ResultSet']);
  const found = LISTS.flatMap((name) => listOf(value[name]));
  if (found.length > 0 || LISTS.some((name) => Array.isArray(value[name]))) return found;
  /** Records may lie below a member of somebody's own: `{"data": {"Records": […]}}`. */
  const below = Object.values(value).filter(
    (member) => isJsonObject(member) && LISTS.some((name) => listOf(member[name]).length > 0),
  ) as readonly JsonObject[];
  return below.length === 0 ? undefined : below;
}

/** A list of objects (or of the lists that `get-query-results` makes of rows), or the one object in its place. */
function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (isJsonObject(value)) return looksLikeRecord(value) ? [value] : [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** What `aws athena get-query-results` prints: the first row has the names of the columns. */
function athenaRows({ Rows }: JsonObject): readonly JsonValue[] | undefined {
  if (!Array.isArray(Rows)) return undefined;
  const [names = [], ...rows] = (Rows as readonly JsonValue[]).map((row) => {
    const cells =
      isJsonObject(row) && Array.isArray(row['Data']) ? (row['Data'] as readonly JsonValue[]) : [];
    return cells.map((cell) => (isJsonObject(cell) ? (cell['VarCharValue'] ?? null) : null));
  });
  return rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [String(names[at] ?? at), cell])));
}

/** `[{"field": "@message", "value": "…"}, …]` as `{"@message": "…"}`, and a row of CloudTrail Lake, a member a cell. */
function insightsRow(row: readonly JsonValue[]): JsonObject | undefined {
  const isLake = row.length > 1 && row.every((cell) => isJsonObject(cell) && Object.keys(cell).length === 1);
  if (isLake) return Object.assign({}, ...(row as readonly JsonObject[])) as JsonObject;
  if (row.length === 0 || !row.every((cell) => isJsonObject(cell) && typeof cell['field'] === 'string'))
    return undefined;
  return Object.fromEntries(
    (row as readonly JsonObject[]).map((cell) => [String(cell['field']), cell['value'] ?? null]),
  );
}
