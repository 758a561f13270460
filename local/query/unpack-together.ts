import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Packed bytes that are unpacked at once, and what may come of them. */
const MOST_PACKED = 256 * 1024;
const MOST_UNPACKED = 1024 * 1024;
const LENGTH_BYTES = 4;
/** Of a gzip file without content: header, empty block, trailer. */
const LEAST_GZIP = 20;

/**
 * What is packed behind each file. Nobody who writes a log file knows these letters: where they come out between two
 * files, the first was unpacked to its own end and has taken nothing of what lies behind it for its own.
 */
const MARK: Buffer = Buffer.from(randomBytes(12).toString('base64url'));
const PACKED_MARK = gzipSync(MARK);

/** A file that is to be unpacked, and where it stands among the others. */
interface Pending {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** That its trailer tells. */
  readonly length: number;
}

/**
 * Unpacks small gzip files many at a time, as members of one: to begin with one takes as long as to unpack it. Only
 * files of one member come out; whatever is damaged, or more than that, has to be unpacked by itself.
 */
export class UnpackTogether {
  readonly #packed = Buffer.allocUnsafe(MOST_PACKED);
  #end = 0;
  #pending: Pending[] = [];
  readonly #names = new Set<string>();
  #unpacked = 0;

  /** Takes the bytes of a file; false where it has no room among others. */
  add(name: string, stored: Buffer): boolean {
    if (stored.length < LEAST_GZIP) return false;
    const length = stored.readUInt32LE(stored.length - LENGTH_BYTES);
    const room = stored.length + PACKED_MARK.length;
    if (this.#end + room > MOST_PACKED || this.#unpacked + length > MOST_UNPACKED) return false;
    stored.copy(this.#packed, this.#end);
    PACKED_MARK.copy(this.#packed, this.#end + stored.length);
    this.#pending.push({ name, from: this.#end, to: this.#end + stored.length, length });
    this.#names.add(name);
    this.#end += room;
    this.#unpacked += length + MARK.length;
    return true;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /**
   * Unpacks what was taken, and forgets it.
   *
   * @param give a file and what is in it
   * @param giveBack a file that has to be unpacked by itself, as it is stored
   */
  finish(
    give: (name: string, bytes: Buffer) => void,
    giveBack: (name: string, stored: Buffer) => void,
  ): void {
    const all = this.#unpack();
    let at = 0;
    for (const { name, from, to, length } of this.#pending) {
      if (all === undefined) giveBack(name, this.#packed.subarray(from, to));
      else give(name, all.subarray(at, at + length));
      at += length + MARK.length;
    }
    this.#pending = [];
    this.#names.clear();
    this.#end = 0;
    this.#unpacked = 0;
  }

  #unpack(): Buffer | undefined {
    const most = this.#unpacked + 1;
    try {
      const all = gunzipSync(this.#packed.subarray(0, this.#end), {
        maxOutputLength: most,
        chunkSize: Math.max(64, most),
      });
      if (all.length !== this.#unpacked) return undefined;
      let at = 0;
      for (const { length } of this.#pending) {
        at += length;
        if (MARK.compare(all, at, at + MARK.length) !== 0) return undefined;
        at += MARK.length;
      }
      return all;
    } catch {
      return undefined;
    }
  }
}
