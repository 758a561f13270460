import { HashTable } from './hash-table';

const FEW_SLOTS = 64;
/** Seconds of a log that share a table, and how many tables there are at most. */
const TABLE_SECONDS = 256;
const TABLES = 4096;

/**
 * Tells whether something with a time was seen before, which copies share: in a table for each stretch of time. Logs come in order of time, so
 * the table that is asked is small and at hand, where one for all would be fetched from memory at each look.
 */
export class SeenInTime {
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

  /** Was it added? Adds nothing. */
  has(high: number, low: number, at: number): boolean {
    const stretch = Math.floor(at / TABLE_SECONDS) & (TABLES - 1);
    return this.#newer[stretch]?.has(high, low) === true || this.#older[stretch]?.has(high, low) === true;
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
