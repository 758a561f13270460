const GENERATION = 2_000_000;
const FIRST_SLOTS = 4096;
/** Taken once: looking a global up for every character costs more than the multiplication. */
const { imul } = Math;

/**
 * Tells whether an event id was added before: the same file may lie in a folder twice, and two trails deliver
 * the same event.
 *
 * Ids are kept as 64-bit hashes in two tables of two million, the older of which is forgotten when the newer is
 * full; so memory stays below 70 MB, and duplicates that lie more than two million records apart are not seen.
 * Two different ids out of four million share a hash with a probability below one in a million.
 */
export class SeenEvents {
  #newer = new HashTable();
  #older: HashTable | undefined;
  readonly #capacity: number;

  /** @param capacity ids of one table */
  constructor(capacity: number = GENERATION) {
    this.#capacity = capacity;
  }

  /** Adds the id; true when it was there already. */
  isDuplicate(eventId: string): boolean {
    const [high, low] = hash64(eventId);
    if (this.#older?.has(high, low)) return true;
    if (this.#newer.size >= this.#capacity) {
      this.#older = this.#newer;
      this.#newer = new HashTable();
    }
    return !this.#newer.add(high, low);
  }
}

/** Open addressing with linear probing over two 32-bit words an entry; grows to keep at least half of it free. */
class HashTable {
  size = 0;
  #words = new Uint32Array(FIRST_SLOTS * 2);
  #mask = FIRST_SLOTS - 1;

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
function hash64(text: string): readonly [number, number] {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = imul(high ^ code, 0x01000193);
    low = imul(low ^ code, 0x5bd1e995);
    low ^= low >>> 15;
  }
  high = imul(high ^ (high >>> 16), 0x85ebca6b) >>> 0;
  return [high === 0 ? 1 : high, (low ^ (low >>> 13)) >>> 0];
}
