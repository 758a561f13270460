import { FlowIdentity } from '../../records/flow-logs/flow-identity';
import type { FlowView } from '../../records/flow-logs/flow-record';

export const EVENT_IDS = 2_000_000;
/** Lines are many, and their copies stand close: the same export twice, two deliveries of an hour. Whole files that are the same are found by their bytes. */
const FLOW_LINES = 500_000;
const FIRST_SLOTS = 4096;
const FEW_SLOTS = 64;
/** Taken once: looking a global up for every character costs more than the multiplication. */
const { imul } = Math;

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
 * Tells records that were read before: two trails deliver the same event, exports overlap. Memory stays below 80 MB,
 * so duplicates that lie more than two million events or 500,000 flows apart are not seen; `note` says when there were
 * so many.
 */
export class SeenRecords {
  readonly #events = new SeenTexts(EVENT_IDS);
  readonly #flows: SeenInTime;
  readonly #flowCapacity: number;
  readonly #identity = new FlowIdentity();

  /** @param flows so many are remembered at least, and twice as many at most */
  constructor(flows: number = FLOW_LINES) {
    this.#flows = new SeenInTime(flows);
    this.#flowCapacity = flows;
  }

  /** By the event id; records without one are never duplicates. */
  isKnownEvent(eventId: string | undefined): boolean {
    return eventId !== undefined && this.#events.isDuplicate(eventId);
  }

  /** By interface, addresses, ports, protocol, window and counts, where the format has what tells flows apart. */
  isKnownFlow(line: FlowView): boolean {
    if (!line.tellsFlowsApart) return false;
    line.identify(this.#identity);
    return this.#flows.isKnown(this.#identity.high, this.#identity.low, line.start ?? 0);
  }

  /** What was not looked for, in a sentence; undefined when nothing had to be forgotten. */
  get note(): string | undefined {
    return noteOfForgotten([
      { what: 'events', capacity: EVENT_IDS, forgotten: this.#events.forgotten },
      { what: 'flows', capacity: this.#flowCapacity, forgotten: this.#flows.forgotten },
    ]);
  }
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

/** Seconds of a log that share a table, and how many tables there are at most. */
const TABLE_SECONDS = 256;
const TABLES = 4096;

/**
 * The same for what has a time, which copies share: in a table for each stretch of time. Logs come in order of time, so
 * the table that is asked is small and at hand, where one for all would be fetched from memory at each look.
 */
class SeenInTime {
  #newer: (HashTable | undefined)[] = [];
  #older: (HashTable | undefined)[] = [];
  #size = 0;
  readonly #capacity: number;
  /** How many were forgotten. */
  forgotten = 0;
  #olderSize = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param at epoch seconds */
  isKnown(high: number, low: number, at: number): boolean {
    const stretch = Math.floor(at / TABLE_SECONDS) & (TABLES - 1);
    if (this.#older[stretch]?.has(high, low)) return true;
    if (this.#size >= this.#capacity) {
      this.forgotten += this.#olderSize;
      this.#older = this.#newer;
      this.#olderSize = this.#size;
      this.#newer = [];
      this.#size = 0;
    }
    let table = this.#newer[stretch];
    if (table === undefined) {
      table = new HashTable(FEW_SLOTS);
      this.#newer[stretch] = table;
    }
    if (!table.add(high, low)) return true;
    this.#size += 1;
    return false;
  }
}

/** Open addressing with linear probing over two 32-bit words an entry; grows to keep at least half of it free. */
class HashTable {
  size = 0;
  #words: Uint32Array;
  #mask: number;

  /** @param slots to begin with, a power of two */
  constructor(slots: number = FIRST_SLOTS) {
    this.#words = new Uint32Array(slots * 2);
    this.#mask = slots - 1;
  }

  has(high: number, low: number): boolean {
    return this.#words[this.#find(high, low)] !== 0;
  }

  /** False when it was there already. */
  add(high: number, low: number): boolean {
    const at = this.#find(high, low);
    if (this.#words[at] !== 0) return false;
    this.#words[at] = high;
    this.#words[at + 1] = low;
    this.size += 1;
    if (this.size * 2 > this.#mask) this.#grow();
    return true;
  }

  #find(high: number, low: number): number {
    let slot = low & this.#mask;
    for (;;) {
      const at = slot * 2;
      const found = this.#words[at];
      if (found === 0 || (found === high && this.#words[at + 1] === low)) return at;
      slot = (slot + 1) & this.#mask;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#words = new Uint32Array(old.length * 2);
    this.#mask = this.#words.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] as number;
      if (high === 0) continue;
      const to = this.#find(high, old[at + 1] as number);
      this.#words[to] = high;
      this.#words[to + 1] = old[at + 1] as number;
    }
  }
}

/** Two multiplicative hashes with different constants; the first is never 0, which marks a free slot. */
function hashHigh(text: string): number {
  let high = 0x9e3779b9;
  for (let index = 0; index < text.length; index += 1) high = imul(high ^ text.charCodeAt(index), 0x01000193);
  high = imul(high ^ (high >>> 16), 0x85ebca6b) >>> 0;
  return high === 0 ? 1 : high;
}

function hashLow(text: string): number {
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    low = imul(low ^ text.charCodeAt(index), 0x5bd1e995);
    low ^= low >>> 15;
  }
  return (low ^ (low >>> 13)) >>> 0;
}
