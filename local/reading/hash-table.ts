const FIRST_SLOTS = 4096;
/** Taken once: looking a global up for every character costs more than the multiplication. */
const { imul } = Math;

/**
 * Open addressing with linear probing over two words of 32 bits an entry, of which the first is not 0; grows to keep at least
 * half of it free. Words may come with a sign or without one.
 */
export class HashTable {
  size = 0;
  #words: Int32Array;
  #mask: number;

  /** @param slots to begin with, a power of two */
  constructor(slots: number = FIRST_SLOTS) {
    this.#words = new Int32Array(slots * 2);
    this.#mask = slots - 1;
  }

  has(high: number, low: number): boolean {
    return this.#words[this.#find(high | 0, low | 0)] !== 0;
  }

  /** False when it was there already. */
  add(high: number, low: number): boolean {
    const at = this.#find(high | 0, low | 0);
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
    this.#words = new Int32Array(old.length * 2);
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
export function hashHigh(text: string): number {
  let high = 0x9e3779b9;
  for (let index = 0; index < text.length; index += 1) high = imul(high ^ text.charCodeAt(index), 0x01000193);
  high = imul(high ^ (high >>> 16), 0x85ebca6b);
  return high === 0 ? 1 : high;
}

/** The other of the two. */
export function hashLow(text: string): number {
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    low = imul(low ^ text.charCodeAt(index), 0x5bd1e995);
    low ^= low >>> 15;
  }
  return low ^ (low >>> 13);
}
