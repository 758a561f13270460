import type { DuckDBVector } from '@duckdb/node-api';
import type { TextPool } from '../../../records/values/text-pool';
import { PLAIN_TEXT } from './words';

/** How DuckDB lays a text out: its length, and up to twelve bytes of it in place or else where the rest is. */
const BYTES = 16;
const WORDS = BYTES / 4;
const INLINE_BYTES = 12;
const RECENT = 64;
export const ABSENT = '-';

/** The texts of one column of a chunk, cut when they are asked for; equal ones of a dictionary once. */
export class TextVector {
  readonly #vector: DuckDBVector;
  readonly #pool: TextPool;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  /** By the place in memory, which rows with the same entry of a dictionary share. */
  readonly #byPlace = new Map<number, string>();
  /** Places of plain texts, found again at a low cost. */
  readonly #plainPlaces = new Float64Array(RECENT);
  readonly #plainLengths = new Uint32Array(RECENT);

  constructor(vector: DuckDBVector, pool: TextPool) {
    // The vector's memory, which the package's types do not show: a value for each row would cost ten times as much.
    const { dataView } = vector as unknown as { readonly dataView: DataView };
    this.#vector = vector;
    this.#pool = pool;
    this.#bytes = new Uint8Array(dataView.buffer, dataView.byteOffset, dataView.byteLength);
    this.#words = new Uint32Array(dataView.buffer, dataView.byteOffset, dataView.byteLength / 4);
  }

  /** As text that is plain; null is not to be asked for. */
  text(row: number): string {
    const length = this.#words[row * WORDS] as number;
    if (length <= INLINE_BYTES) {
      const begin = row * BYTES + 4;
      return this.#pool.takeBytes(this.#bytes, begin, begin + length);
    }
    const place = this.#placeOf(row);
    const known = this.#byPlace.get(place);
    if (known !== undefined && known.length === length) return known;
    const text = String(this.#vector.getItem(row));
    this.#byPlace.set(place, text);
    return text;
  }

  /** Is it a text as `PLAIN_TEXT` says? */
  isPlain(row: number): boolean {
    const length = this.#words[row * WORDS] as number;
    if (length <= INLINE_BYTES) {
      const begin = row * BYTES + 4;
      if (length === 0 || this.#bytes[begin] === 35) return false;
      for (let at = begin; at < begin + length; at++) {
        const byte = this.#bytes[at] as number;
        if (byte < 33 || byte > 126) return false;
      }
      return true;
    }
    const place = this.#placeOf(row);
    const slot = ((this.#words[row * WORDS + 2] as number) >>> 4) & (RECENT - 1);
    if (this.#plainPlaces[slot] === place && this.#plainLengths[slot] === length) return true;
    if (!PLAIN_TEXT.test(this.text(row))) return false;
    this.#plainPlaces[slot] = place;
    this.#plainLengths[slot] = length;
    return true;
  }

  /** Which of some words of up to eight bytes it is; -1 for none. `words` holds length and bytes of each. */
  indexIn(row: number, words: readonly (readonly [number, number, number])[]): number {
    const at = row * WORDS;
    const all = this.#words;
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as readonly [number, number, number];
      if (all[at] === word[0] && all[at + 1] === word[1] && all[at + 2] === word[2]) return index;
    }
    return -1;
  }

  #placeOf(row: number): number {
    const at = row * WORDS;
    return (this.#words[at + 3] as number) * 2 ** 32 + (this.#words[at + 2] as number);
  }
}

/** A word as `indexIn` compares it: DuckDB fills what a short text leaves of its place with zeros. */
export function wordOf(text: string): readonly [number, number, number] {
  const bytes = Buffer.alloc(8);
  bytes.write(text, 'latin1');
  return [text.length, bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
