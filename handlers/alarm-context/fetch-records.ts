import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type FilterPattern, parseFilterPattern } from '../../analysis/filter-pattern';
import { type CloudTrailRecord, parseCloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { typedRecord } from '../../records/cloudtrail/typed-record';
import { answerBy } from '../aws/answer-by';
import { principalOf } from './principal';
import { canBeNamed, patternWithout } from './principal-pattern';

export interface FetchedRecord {
  readonly id: string;
  readonly record: CloudTrailRecord;
}

/** Of a principal that makes more records than anybody reads one by one. */
export interface SeenFlood {
  readonly principal: string;
  /** The first few of them. */
  readonly records: readonly FetchedRecord[];
  /** How many were read, up to this time of the log (epoch milliseconds). */
  readonly counted: number;
  readonly countedUntil: number;
}

export interface FetchedRecords {
  /** In time order, each once, each with an id; of each principal at most `FLOOD_RECORDS`. */
  readonly records: readonly FetchedRecord[];
  /** Principals that have more, known ones left out. */
  readonly floods: readonly SeenFlood[];
  /** There are more: up to this time of the log they were read, epoch milliseconds; absent when that is all. */
  readonly readUntil?: number;
  /** Why reading ended early, where a page after the first was not given: what came before it is here. */
  readonly failure?: unknown;
  /** Where there are more: goes on with the same search until a deadline (epoch milliseconds), and gives all of it. */
  readonly goOn?: (deadline: number) => Promise<FetchedRecords>;
}

/** Epoch seconds, both inclusive. */
export interface Window {
  readonly from: number;
  readonly until: number;
  /** Of what happened before `from`, what was delivered since then is read as well, from this time on. */
  readonly lateFrom?: number;
}

export interface FetchOptions {
  /** Principals that are known to flood: none of their records is given. */
  readonly floods?: readonly string[];
  /** Where a search that came to no end is gone on with, epoch milliseconds; @default - where the window begins */
  readonly startAt?: number;
  /** When to stop, epoch milliseconds; what was read until then is given. */
  readonly deadline?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** More records of one principal in one window than this, or 8 MB of them, are a flood: counted, not listed. */
export const FLOOD_RECORDS = 500;
/** How many of a flood's records its message shows something of. */
const FLOOD_SAMPLES = 20;
/** What 512 MB hold, ten times over; beyond it everybody is listed with fewer. */
const MOST_RECORDS = 20_000;
const MOST_OF_MANY = 20;
/** Half of the 512 MB: records have 64 KB and more where somebody sees to it. Beyond it large ones are held without what was asked. */
const MOST_BYTES = 96 * 1024 * 1024;
const FLOOD_BYTES = 8 * 1024 * 1024;
const LARGE_BYTES = 16 * 1024;
/** Pages come empty with a token while the service searches on; so many are read before it is left for later. */
const MOST_PAGES = 1_000;

/**
 * The records behind an alarm: its own pattern over its window, judged once more here, since what the service's
 * filter lets through is for it alone to say.
 *
 * A page holds 1 MB or 10,000 events ("FilterLogEvents" in the API reference), so that whoever makes cheap records
 * could keep everybody else on later pages for ever. A principal with more than `FLOOD_RECORDS` is left out of the
 * search, which then begins again without it, where it was: "the returned log events are sorted by event timestamp".
 * Everybody else comes on its first pages.
 */
export async function fetchRecords(
  client: Pick<CloudWatchLogsClient, 'send'>,
  logGroup: string,
  pattern: string,
  window: Window,
  { floods: known = [], startAt = 0, deadline = Number.POSITIVE_INFINITY, now = Date.now }: FetchOptions = {},
): Promise<FetchedRecords> {
  const filter = parseFilterPattern(pattern);
  const reading = new Reading(filter, window, new Set(known));
  let leftOut = known.filter(canBeNamed);
  let token: string | undefined;
  let pages = 0;
  let from = Math.max(startAt, (window.lateFrom ?? window.from) * 1000);
  let readUntil = from;
  let isAgain = false;
  const goOn = async (stopsAt: number): Promise<FetchedRecords> => {
    do {
      isAgain = false;
      const command = new FilterLogEventsCommand({
        logGroupName: logGroup,
        filterPattern: patternWithout(pattern, leftOut),
        startTime: from,
        endTime: window.until * 1000,
        ...(token !== undefined && { nextToken: token }),
      });
      let page: FilterLogEventsCommandOutput;
      try {
        page = await client.send(command, answerBy(stopsAt, now()));
      } catch (failure) {
        if (pages === 0) throw failure;
        return { ...reading.result(), readUntil, goOn, failure };
      }
      const flooding = reading.take(page.events ?? []).filter(canBeNamed);
      token = page.nextToken;
      readUntil = Math.max(readUntil, page.events?.at(-1)?.timestamp ?? readUntil);
      if (token !== undefined && flooding.length > 0) {
        const more = [...leftOut, ...flooding];
        // A search that cannot leave out any more goes on as it is.
        if (patternWithout(pattern, more) !== patternWithout(pattern, leftOut)) {
          leftOut = more;
          token = undefined;
          isAgain = true;
          from = readUntil;
        }
      }
      pages += 1;
    } while ((token !== undefined || isAgain) && pages < MOST_PAGES && now() < stopsAt);
    const isCapped = token !== undefined || isAgain;
    return { ...reading.result(), ...(isCapped && { readUntil, goOn }) };
  };
  return await goOn(deadline);
}

interface LogEvent {
  readonly message?: string | undefined;
  readonly eventId?: string | undefined;
  /** Epoch milliseconds. */
  readonly timestamp?: number | undefined;
  readonly ingestionTime?: number | undefined;
}

interface OfPrincipal {
  readonly records: Map<string, CloudTrailRecord>;
  /** Of the listed ones, as they were logged. */
  bytes: number;
  isFlooding: boolean;
  counted: number;
  latest: number;
}

/** The records of a search that may begin again, by principal. */
class Reading {
  readonly #filter: FilterPattern;
  readonly #window: Window;
  readonly #known: ReadonlySet<string>;
  readonly #principals = new Map<string, OfPrincipal>();
  #listed = 0;
  #bytes = 0;

  constructor(filter: FilterPattern, window: Window, known: ReadonlySet<string>) {
    this.#filter = filter;
    this.#window = window;
    this.#known = known;
  }

  /** Takes a page; gives the principals that turned out to flood. */
  take(events: readonly LogEvent[]): readonly string[] {
    const flooding: string[] = [];
    for (const event of events) {
      const { message = '', eventId = '', timestamp = 0, ingestionTime = timestamp } = event;
      const isOfWindow = Math.max(timestamp, ingestionTime) >= this.#window.from * 1000;
      const outcome = isOfWindow ? parseCloudTrailRecord(message) : undefined;
      if (outcome?.kind !== 'record' || !this.#filter.matchesRecord(outcome.record, () => message)) continue;
      const record = typedRecord(outcome.record);
      const principal = principalOf(record);
      if (this.#known.has(principal)) continue;
      const bytes = message.length;
      const isRoom = bytes <= LARGE_BYTES || this.#bytes < MOST_BYTES;
      const held = isRoom ? record : withoutParameters(record);
      if (this.#add(principal, record.eventID ?? eventId, held, timestamp, isRoom ? bytes : 0)) {
        flooding.push(principal);
      }
    }
    return flooding;
  }

  /** True when this record made the principal one that floods. */
  #add(principal: string, id: string, record: CloudTrailRecord, timestamp: number, bytes: number): boolean {
    const own = this.#principals.get(principal) ?? {
      records: new Map(),
      bytes: 0,
      isFlooding: false,
      counted: 0,
      latest: 0,
    };
    this.#principals.set(principal, own);
    own.latest = Math.max(own.latest, timestamp);
    if (own.isFlooding) {
      own.counted += 1;
      return false;
    }
    if (own.records.has(id)) return false;
    const most = this.#listed < MOST_RECORDS ? FLOOD_RECORDS : MOST_OF_MANY;
    if (own.records.size < most && own.bytes < FLOOD_BYTES) {
      own.records.set(id, record);
      own.bytes += bytes;
      this.#bytes += bytes;
      this.#listed += 1;
      return false;
    }
    own.isFlooding = true;
    own.counted = own.records.size + 1;
    const left = [...own.records.keys()].slice(FLOOD_SAMPLES);
    for (const listed of left) own.records.delete(listed);
    this.#listed -= left.length;
    this.#bytes -= own.bytes * (left.length / (left.length + own.records.size));
    return true;
  }

  result(): Pick<FetchedRecords, 'records' | 'floods'> {
    const records: FetchedRecord[] = [];
    const floods: SeenFlood[] = [];
    for (const [principal, { records: listed, isFlooding, counted, latest }] of this.#principals) {
      const own = [...listed].map(([id, record]) => ({ id, record }));
      if (isFlooding) floods.push({ principal, records: own, counted, countedUntil: latest });
      else records.push(...own);
    }
    return { records: records.sort(byTime), floods };
  }
}

const LEFT_OUT = { leftOut: 'too long to be kept beside so many others; the log group has it' };

function withoutParameters({ responseElements: _, ...record }: CloudTrailRecord): CloudTrailRecord {
  return { ...record, requestParameters: LEFT_OUT };
}

export function byTime(one: FetchedRecord, other: FetchedRecord): number {
  return Date.parse(one.record.eventTime) - Date.parse(other.record.eventTime);
}
