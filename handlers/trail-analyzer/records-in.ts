import { gunzipSync } from 'node:zlib';
import {
  type CloudTrailOutcome,
  type CloudTrailRecord,
  isJsonObject,
  type JsonValue,
  parseCloudTrailRecord,
  understandCloudTrailRecord,
} from '../../records/cloudtrail/cloudtrail-record';
import { typedRecord } from '../../records/cloudtrail/typed-record';
import { subscriptionData, unpackSubscriptionEvent } from '../../records/envelopes/subscription-payload';
import { CloudTrailSplitter } from '../../records/splitting/cloudtrail-splitter';
import { parsedWhole } from '../../records/splitting/record-keys';
import { messageOf } from '../../records/values/message-of';

/** A record with the text that it was logged as. */
export interface ReadRecord {
  readonly record: CloudTrailRecord;
  readonly text: string;
}

/** What an event turned out to hold; nothing of it is dropped without being counted. */
export interface ReadRecords {
  /**
   * Read while they are gone through, once: what was judged is forgotten, which costs half of what a batch costs that
   * stays in memory.
   */
  readonly records: Iterable<ReadRecord>;
  /** Why texts could not be read, of those that were gone through and in their order. */
  readonly unreadable: readonly string[];
  /** Insight events and digests, which are no calls; of those that were gone through. */
  readonly others: number;
}

/** A file of a trail. */
export interface TrailFile {
  readonly bucket: string;
  readonly key: string;
}

/** None of a batch could be read: most likely something else than a trail writes there. */
export class UnreadableTrailError extends Error {
  override readonly name = 'UnreadableTrailError';
}

/** What unpacks to more than this was made to exhaust memory; CloudTrail's files hold some MB. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Of a file: the records of so much are there at once. */
const PIECE_BYTES = 64 * 1024;

/**
 * The records of a subscription's event; undefined for a control message, which only asks whether anyone is there.
 *
 * @throws SubscriptionPayloadError when the event is no subscription's
 */
export function recordsInSubscription(event: unknown): ReadRecords | undefined {
  const payload = unpackSubscriptionEvent(event);
  if (payload.messageType === 'CONTROL_MESSAGE') return undefined;
  return readTexts(payload.logEvents.map(({ message }) => message));
}

export function isSubscriptionEvent(event: unknown): boolean {
  return subscriptionData(event) !== undefined;
}

/** The one record of an event that EventBridge hands on; undefined where it is another event. */
export function recordsInEvent(event: unknown): ReadRecords | undefined {
  const { 'detail-type': type, detail } = (event ?? {}) as { 'detail-type'?: unknown; detail?: JsonValue };
  const isCall = typeof type === 'string' && type.endsWith(' via CloudTrail');
  return isCall ? readTexts([JSON.stringify(detail ?? null)]) : undefined;
}

/** The records of a trail's file, gzip or plain. */
export function recordsInFile(bytes: Uint8Array): ReadRecords {
  return new Reading(function* (read) {
    const splitter = new CloudTrailSplitter({
      record: (text) => read.take(text),
      whole: (text, _line, isTop) => read.takeWhole(text, isTop),
      unreadable: (line, reason) => read.unreadable.push(`line ${line}: ${reason}`),
    });
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    let cutShort: string | undefined;
    try {
      const text = isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
      for (let at = 0; at < text.length; at += PIECE_BYTES) {
        splitter.push(text.subarray(at, at + PIECE_BYTES));
        yield;
      }
    } catch (error) {
      cutShort = messageOf(error);
    }
    splitter.end(cutShort);
    yield;
  });
}

/**
 * The files that a message of the queue names: an S3 event by EventBridge, or what a trail sends to its own topic,
 * wrapped by SNS or raw. Digests and other files are none of them.
 */
export function filesIn(body: string): readonly TrailFile[] {
  const message = JSON.parse(body) as JsonValue;
  const inner = textIn(message, 'Message');
  const said = inner === undefined ? message : (JSON.parse(inner) as JsonValue);
  const detail = memberIn(said, 'detail');
  const bucket = textIn(memberIn(detail, 'bucket'), 'name') ?? textIn(said, 's3Bucket');
  const key = textIn(memberIn(detail, 'object'), 'key');
  const keys = key === undefined ? memberIn(said, 's3ObjectKey') : [key];
  if (bucket === undefined || !Array.isArray(keys)) return [];
  return keys
    .filter((one) => typeof one === 'string')
    .filter((one) => /\/CloudTrail\/.*\.json(?:\.gz)?$/.test(one))
    .map((one) => ({ bucket, key: one }));
}

function readTexts(texts: readonly string[]): ReadRecords {
  return new Reading(function* (read) {
    for (const text of texts) {
      read.take(text);
      yield;
    }
  });
}

/** Collects what texts turn out to be. */
class Reading implements ReadRecords {
  readonly records: Iterable<ReadRecord>;
  readonly unreadable: string[] = [];
  others = 0;
  #taken: ReadRecord[] = [];

  /** @param read takes texts, some at a time */
  constructor(read: (into: Reading) => Iterable<void>) {
    this.records = this.#inTurn(read(this));
  }

  *#inTurn(turns: Iterable<void>): Iterable<ReadRecord> {
    for (const _ of turns) {
      const taken = this.#taken;
      this.#taken = [];
      yield* taken;
    }
  }

  take(text: string): void {
    this.#keep(parseCloudTrailRecord(text), text);
  }

  /** The same for what is only likely to be JSON: false where it is none, or the envelope of a list. */
  takeWhole(text: string, isTop: boolean): boolean {
    const value = parsedWhole(text, isTop);
    if (value === undefined) return false;
    this.#keep(understandCloudTrailRecord(value), text);
    return true;
  }

  #keep(outcome: CloudTrailOutcome, text: string): void {
    if (outcome.kind === 'record') this.#taken.push({ record: typedRecord(outcome.record), text });
    else if (outcome.kind === 'unreadable') this.unreadable.push(outcome.reason);
    else this.others += 1;
  }
}

function memberIn(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

function textIn(value: JsonValue | undefined, name: string): string | undefined {
  const member = memberIn(value, name);
  return typeof member === 'string' ? member : undefined;
}
