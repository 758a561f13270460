import { FLOW_LOG_NEEDS } from '../../detections/flow-log-needs';
import { FlowIdentity } from '../../records/flow-logs/flow-identity';
import type { FlowLogColumns } from '../../records/flow-logs/flow-log-columns';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';
import { HashTable, hashHigh, hashLow } from './hash-table';
import { SeenInTime } from './seen-in-time';

export const EVENT_IDS = 2_000_000;
/** Lines are many, and their copies stand close: the same export twice, two deliveries of an hour. Whole files that are the same are found by their bytes. */
const FLOW_LINES = 500_000;
/** Formats whose flows are kept apart, so that memory stays bounded; those of further ones are taken for the last one's. */
const MOST_FORMATS = 4;
/** Fields that any detection looks at. */
const LOOKED_AT: readonly string[] = [
  ...new Set(Object.values(FLOW_LOG_NEEDS).flatMap(({ needs, better }) => [...needs, ...better].flat())),
];

/**
 * Tells whether a text was added before.
 *
 * Texts are kept as 64-bit hashes in two tables, the older of which is forgotten when the newer is full. Two different
 * texts out of four million share a hash with a probability below one in a million.
 */
export class SeenTexts {
  /** How many were forgotten: copies of these would not be seen. */
  forgotten = 0;
  #newer = new HashTable();
  #older: HashTable | undefined;
  readonly #capacity: number;

  /** @param capacity texts of one table */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds the text; true when it was there already. */
  isDuplicate(text: string): boolean {
    return this.isKnown(hashHigh(text), hashLow(text));
  }

  /** Was the text added? Adds nothing. */
  has(text: string): boolean {
    return this.hasWords(hashHigh(text), hashLow(text));
  }

  hasWords(high: number, low: number): boolean {
    return this.#newer.has(high, low) || this.#older?.has(high, low) === true;
  }

  /** The same for a hash of two words, the first of which is not 0. */
  isKnown(high: number, low: number): boolean {
    if (this.#older?.has(high, low)) return true;
    if (this.#newer.size >= this.#capacity) {
      this.forgotten += this.#older?.size ?? 0;
      this.#older = this.#newer;
      this.#newer = new HashTable();
    }
    return !this.#newer.add(high, low);
  }
}

/**
 * Tells records that were read before: two trails deliver the same event, exports overlap. Memory stays below 80 MB for flows of one format,
 * so duplicates that lie more than two million events or 500,000 flows apart are not seen; `note` says when there were
 * so many.
 */
export class SeenRecords {
  readonly #events = new SeenTexts(EVENT_IDS);
  readonly #formats: FormatSeen[] = [];
  #latest: FormatSeen | undefined;
  readonly #flowCapacity: number;
  readonly #identity = new FlowIdentity();

  /** @param flows so many of a format are remembered at least, and twice as many at most */
  constructor(flows: number = FLOW_LINES) {
    this.#flowCapacity = flows;
  }

  /** By the event id; records without one are never duplicates. */
  isKnownEvent(eventId: string | undefined): boolean {
    return eventId !== undefined && this.#events.isDuplicate(eventId);
  }

  /** By interface, addresses, ports, protocol, window and counts, where the format has what tells flows apart. */
  isKnownFlow(line: FlowLogRow): boolean {
    return this.lookAtFlow(line) !== 'new';
  }

  /** The same; `fuller` is a flow that was there before, but only with fewer of the fields that detections look at. */
  lookAtFlow(line: FlowLogRow): 'new' | 'known' | 'fuller' {
    if (!line.tellsFlowsApart) return 'new';
    line.identify(this.#identity);
    const { high, low } = this.#identity;
    const at = line.start ?? 0;
    const own = this.#formatOf(line.format);
    if (own.flows.isKnown(high, low, at)) return 'known';
    if (this.#formats.length === 1) return 'new';
    const others = this.#formats.filter((other) => other !== own && other.flows.has(high, low, at));
    if (others.length === 0) return 'new';
    return others.some(({ fields }) => own.fields.every((field) => fields.includes(field)))
      ? 'known'
      : 'fuller';
  }

  /** Records come in runs of one format. */
  #formatOf(format: FlowLogColumns): FormatSeen {
    if (this.#latest?.format === format) return this.#latest;
    const fields = LOOKED_AT.filter((name) => format.columnOf(name) !== -1);
    const key = fields.join(' ');
    const known = this.#formats.find((one) => one.fields.join(' ') === key) ?? this.#newFormat(fields);
    known.format = format;
    this.#latest = known;
    return known;
  }

  #newFormat(fields: readonly string[]): FormatSeen {
    const last = this.#formats.at(-1);
    if (last !== undefined && this.#formats.length === MOST_FORMATS) return last;
    const made: FormatSeen = { format: undefined, fields, flows: new SeenInTime(this.#flowCapacity) };
    this.#formats.push(made);
    return made;
  }

  /** What was not looked for, in a sentence; undefined when nothing had to be forgotten. */
  get note(): string | undefined {
    return noteOfForgotten([
      { what: 'events', capacity: EVENT_IDS, forgotten: this.#events.forgotten },
      {
        what: 'flows',
        capacity: this.#flowCapacity,
        forgotten: this.#formats.reduce((sum, { flows }) => sum + flows.forgotten, 0),
      },
    ]);
  }
}

/** The flows of all formats that have the same of the fields that detections look at. */
interface FormatSeen {
  /** The one that came last. */
  format: FlowLogColumns | undefined;
  readonly fields: readonly string[];
  readonly flows: SeenInTime;
}

/** Of how many records it was forgotten that they were seen. */
export interface Forgotten {
  readonly what: 'events' | 'flows';
  /** Records of one table. */
  readonly capacity: number;
  readonly forgotten: number;
}

/** Where duplicates were not looked for, in a sentence; undefined when nothing had to be forgotten. */
export function noteOfForgotten(kinds: readonly Forgotten[]): string | undefined {
  const parts = kinds
    .filter(({ forgotten }) => forgotten > 0)
    .map(
      ({ what, capacity, forgotten }) =>
        `among the last ${capacity} to ${2 * capacity} ${what}; ${forgotten} earlier ones were forgotten`,
    );
  return parts.length === 0 ? undefined : `duplicates were looked for ${parts.join(', and ')}`;
}
