import type { DuckDBVector } from '@duckdb/node-api';
import type { TextPool } from '../../../records/values/text-pool';

/** How DuckDB lays a text out: its length, and up to twelve bytes of it in place or else where the rest is. */
const BYTES = 16;
const WORDS = BYTES / 4;
const INLINE_BYTES = 12;

/** The texts of one column of a chunk, cut when they are asked for. */
export class TextVector {
  readonly #vector: DuckDBVector;
  readonly #pool: TextPool;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;

  constructor(vector: DuckDBVector, pool: TextPool) {
    // The vector's memory, which the package's types do not show: a value for each row would cost ten times as much.
    const { dataView } = vector as unknown as { readonly dataView: DataView };
    this.#vector = vector;
    this.#pool = pool;
    this.#bytes = new Uint8Array(dataView.buffer, dataView.byteOffset, dataView.byteLength);
    this.#words = new Uint32Array(dataView.buffer, dataView.byteOffset, dataView.byteLength / 4);
  }

  /** A short one with a character for each byte, as one that is plain; null is not to be asked for. */
  text(row: number): string {
    const length = this.#words[row * WORDS] as number;
    if (length > INLINE_BYTES) return String(this.#vector.getItem(row));
    const begin = row * BYTES + 4;
    return this.#pool.takeBytes(this.#bytes, begin, begin + length);
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
}

/** A word as `indexIn` compares it: DuckDB fills what a short text leaves of its place with zeros. */
export function wordOf(text: string): readonly [number, number, number] {
  const bytes = Buffer.alloc(8);
  bytes.write(text, 'latin1');
  return [text.length, bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
