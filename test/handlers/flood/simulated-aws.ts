import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
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

  #search({ filterPattern, startTime, endTime, nextToken = '0 0' }: Input): object {
    this.pages += 1;
    const filter = parseFilterPattern(filterPattern);
    const [groupIndex = 0, from = 0] = nextToken.split(' ').map(Number);
    const events: object[] = [];
    let [bytes, scanned] = [0, 0];
    const token = (group: number, index: number) => {
      this.#clock.pass(
        RATES.filterMilliseconds +
          (scanned / RATES.scanBytes) * RATES.scanMilliseconds +
          events.length * RATES.recordMilliseconds,
      );
      return { events, ...(group < this.groups.length && { nextToken: `${group} ${index}` }) };
    };
    const asked = this.#clock.now;
    for (const [index, group] of [...this.groups.entries()].slice(groupIndex)) {
      const first = index === groupIndex ? from : 0;
      const isThere =
        group.deliveredAt <= asked && group.at + group.spreadMilliseconds >= startTime && group.at <= endTime;
      if (!isThere) continue;
      const sample = messageOf(group, 0);
      // All of a group are alike to any pattern that names no session.
      if (!filter.matchesText(sample)) {
        const left = (group.count - first) * sample.length;
        const room = RATES.scanBytes - scanned;
        if (left > room) {
          const read = Math.ceil(room / sample.length);
          scanned = RATES.scanBytes;
          return token(index, first + read);
        }
        scanned += left;
        continue;
      }
      for (let at = first; at < group.count; at += 1) {
        const timestamp = timeOf(group, at);
        if (timestamp < startTime || timestamp > endTime) continue;
        const message = messageOf(group, at);
        if (events.length === RATES.pageEvents || bytes + message.length > RATES.pageBytes)
          return token(index, at);
        bytes += message.length;
        scanned += message.length;
        events.push({ message, timestamp, ingestionTime: group.deliveredAt, eventId: `log-${index}-${at}` });
      }
    }
    return token(this.groups.length, 0);
  }
}

function timeOf({ at, spreadMilliseconds, count }: RecordGroup, index: number): number {
  return at + Math.floor((spreadMilliseconds * index) / count);
}

function messageOf(group: RecordGroup, index: number): string {
  const eventTime = new Date(timeOf(group, index)).toISOString().replace(/\.\d+Z/, 'Z');
  return JSON.stringify({ ...group.record(index), eventTime });
}

/** DynamoDB with its limits; remembers the largest item of each kind. */
export class SimulatedTables {
  readonly largest = new Map<string, number>();
  readonly dynamoDb = new FakeDynamoDb();
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  readonly client = {
    send: async (command: { readonly input: Record<string, unknown> }) => {
      this.#clock.pass(RATES.tableMilliseconds);
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
      if (!/^[\x20-\x7e]{1,100}$/.test(subject)) throw new Error(`the subject is ${subject}`);
      const { email, default: machine } = JSON.parse(text) as { email: string; default: string };
      this.messages.push({ at: this.#clock.now, email, machine, attributes });
    },
  } as unknown as SNSClient;
}
