import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { isoTime } from '../../../analysis/iso-time';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { FakeDynamoDb, sizeOf } from '../fake-aws/dynamo-db';
import { ServiceError } from '../fake-aws/service-error';

/**
 * How long calls take, and how much a page holds. The first four are AWS's own words; what is not documented is
 * assumed, on the slow side.
 */
export const RATES = {
  /** "as many log events as can fit in 1 MB (up to 10,000 log events)": FilterLogEvents in the API reference. */
  pageBytes: 1024 * 1024,
  pageEvents: 10_000,
  /** "CloudWatch Logs endpoints and quotas": FilterLogEvents 5 a second where it is least, 10 or 25 elsewhere. */
  filterMilliseconds: 1_000 / 5,
  /** Empty pages come with a token while the search goes on: assumed after each 100 MB, for which it takes a second. */
  scanBytes: 100 * 1024 * 1024,
  scanMilliseconds: 1_000,
  /** Assumed: single-digit milliseconds of DynamoDB and the way there; a publish takes longer. */
  tableMilliseconds: 10,
  publishMilliseconds: 50,
  /** Parsing and judging a record on the third of a core that the function has, by `npm run bench -- catalogue`. */
  recordMilliseconds: 0.1,
} as const;

/** A time that passes only when something takes time; epoch milliseconds. */
export class SimulatedClock {
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
  }
}

/** Records that are alike but for their ids and the names of their sessions, made when they are read. */
export interface RecordGroup {
  readonly count: number;
  /** Epoch milliseconds: all happen within `spreadMilliseconds` from there, and can be found from `deliveredAt` on. */
  readonly at: number;
  readonly spreadMilliseconds: number;
  readonly deliveredAt: number;
  readonly record: (index: number) => CloudTrailRecord;
  /** The same as text, at a time; @default - made of the record, which takes longer */
  readonly text?: (index: number, eventTime: string) => string;
}

interface Input {
  readonly filterPattern: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly nextToken?: string;
}

/** One log group with any number of records, searched as FilterLogEvents does. */
export class SimulatedLogs {
  readonly groups: RecordGroup[] = [];
  pages = 0;
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  readonly client = {
    send: async (command: { readonly input: unknown }) => this.#search(command.input as Input),
  } as never;

  /**
   * A page in order of time ("sorted by event timestamp"), from the time and the number of events at that time in the
   * token. Groups that the pattern does not match are scanned, not read.
   */
  #search({ filterPattern, startTime, endTime, nextToken }: Input): object {
    this.pages += 1;
    const filter = parseFilterPattern(filterPattern);
    const there = this.groups.filter(({ deliveredAt }) => deliveredAt <= this.#clock.now);
    // All of a group are alike to any pattern that names no session.
    const lengths = new Map(there.map((group) => [group, messageOf(group, 0).length]));
    const matching = there.filter((group) => filter.matchesText(messageOf(group, 0)));
    const positions =
      nextToken === undefined
        ? there.map((group) => indexAt(group, startTime))
        : (JSON.parse(nextToken) as number[]);
    const events: object[] = [];
    let [bytes, scanned] = [0, 0];
    let isMore = false;
    for (;;) {
      const next = earliest(matching, there, positions, endTime);
      const until = next === undefined ? endTime + 1 : next.time;
      for (const [index, group] of there.entries()) {
        if (matching.includes(group)) continue;
        const room = Math.ceil((RATES.scanBytes - scanned) / (lengths.get(group) ?? 1));
        const to = Math.min(indexAt(group, until), (positions[index] ?? 0) + room);
        scanned += Math.max(0, to - (positions[index] ?? 0)) * (lengths.get(group) ?? 0);
        positions[index] = Math.max(positions[index] ?? 0, to);
      }
      isMore = scanned >= RATES.scanBytes;
      if (isMore || next === undefined) break;
      const message = messageOf(next.group, next.at);
      isMore = events.length === RATES.pageEvents || bytes + message.length > RATES.pageBytes;
      if (isMore) break;
      bytes += message.length;
      scanned += message.length;
      positions[next.index] = next.at + 1;
      events.push({
        message,
        timestamp: next.time,
        ingestionTime: next.group.deliveredAt,
        eventId: `log-${next.index}-${next.at}`,
      });
    }
    this.#clock.pass(
      RATES.filterMilliseconds +
        (scanned / RATES.scanBytes) * RATES.scanMilliseconds +
        events.length * RATES.recordMilliseconds,
    );
    return { events, ...(isMore && { nextToken: JSON.stringify(positions) }) };
  }
}

interface Next {
  readonly group: RecordGroup;
  /** Of the group among all that are there, and of the record in it. */
  readonly index: number;
  readonly at: number;
  readonly time: number;
}

function earliest(
  matching: readonly RecordGroup[],
  there: readonly RecordGroup[],
  positions: readonly number[],
  endTime: number,
): Next | undefined {
  let found: Next | undefined;
  for (const group of matching) {
    const index = there.indexOf(group);
    const at = positions[index] ?? 0;
    const time = timeOf(group, at);
    if (at >= group.count || time > endTime) continue;
    if (found === undefined || time < found.time) found = { group, index, at, time };
  }
  return found;
}

/** The first record of a group at a time or later. */
function indexAt({ at, spreadMilliseconds, count }: RecordGroup, time: number): number {
  if (time <= at) return 0;
  if (time > at + spreadMilliseconds) return count;
  return Math.ceil(((time - at) * count) / Math.max(1, spreadMilliseconds));
}

function timeOf({ at, spreadMilliseconds, count }: RecordGroup, index: number): number {
  return at + Math.floor((spreadMilliseconds * index) / count);
}

function messageOf(group: RecordGroup, index: number): string {
  const eventTime = isoTime(Math.floor(timeOf(group, index) / 1000));
  if (group.text !== undefined) return group.text(index, eventTime);
  return JSON.stringify({ ...group.record(index), eventTime });
}

/** DynamoDB with its limits; remembers the largest item of each kind. */
export class SimulatedTables {
  readonly largest = new Map<string, number>();
  calls = 0;
  readonly dynamoDb = new FakeDynamoDb();
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  readonly client = {
    send: async (command: { readonly input: Record<string, unknown> }) => {
      this.#clock.pass(RATES.tableMilliseconds);
      this.calls += 1;
      const operation = command.constructor.name.replace(/Command$/, '');
      const item = command.input['Item'] as Parameters<typeof sizeOf>[0] | undefined;
      if (item !== undefined) {
        const kind = item['kind']?.S ?? 'told';
        this.largest.set(kind, Math.max(this.largest.get(kind) ?? 0, sizeOf(item)));
      }
      try {
        return this.dynamoDb.answer(operation, command.input as never);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'ConditionalCheckFailedException') throw error;
        throw new ConditionalCheckFailedException({
          message: error.message,
          $metadata: {},
          ...error.members,
        });
      }
    },
  } as unknown as DynamoDBClient;
}

export interface Message {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly email: string;
  readonly machine: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS with its limits. */
export class SimulatedTopic {
  readonly messages: Message[] = [];
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  readonly client = {
    send: async (command: { readonly input: Record<string, unknown> }) => {
      this.#clock.pass(RATES.publishMilliseconds);
      const {
        Message: text = '',
        Subject: subject = '',
        MessageAttributes = {},
      } = command.input as {
        Message?: string;
        Subject?: string;
        MessageAttributes?: Record<string, { StringValue: string }>;
      };
      const attributes = Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
      );
      const values = Object.entries(attributes).flat();
      if (values.some((value) => value.trim() === '')) throw new Error('an attribute is empty');
      if (Buffer.byteLength(text + values.join('')) > 262_144) throw new Error('the message is too long');
      if (!/^[\x20-\x7e]{1,99}$/.test(subject)) throw new Error(`the subject is ${subject}`);
      const { email, default: machine } = JSON.parse(text) as { email: string; default: string };
      this.messages.push({ at: this.#clock.now, email, machine, attributes });
    },
  } as unknown as SNSClient;
}
