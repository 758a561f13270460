import { closeSync, openSync, writeSync } from 'node:fs';

/** Bytes that are gathered before they are written. */
const PIECE_BYTES = 1 << 20;
const BLANK = 32;
const LINE_FEED = 10;
const DASH = 45;

/** A column of a cut file, with its DuckDB type. */
export interface CutColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * One file of lines that are cut from many files of one format: the number of the file's place, then the wanted fields.
 * Lines of a file stand there when it is kept as a whole, or not at all.
 */
export class CutLines {
  readonly path: string;
  /** The fields behind the place, in the order of the format. */
  readonly columns: readonly CutColumn[];
  /** By the place of a field in the format: 0 for one that is left out, 1 for a text, 2 for a number. */
  readonly kept: Uint8Array;
  readonly #handle: number;
  #bytes: Buffer = Buffer.allocUnsafe(2 * PIECE_BYTES);
  #view = viewOf(this.#bytes);
  #end = 0;
  /** Where the file begins that is being cut. */
  #begin = 0;
  #prefix: Buffer = Buffer.alloc(0);
  #written = 0;

  /** @param columns of each field of the format; undefined for one that is left out */
  constructor(path: string, columns: readonly (CutColumn | undefined)[]) {
    this.path = path;
    this.columns = columns.filter((column) => column !== undefined);
    this.kept = Uint8Array.from(columns, (column) =>
      column === undefined ? 0 : column.type === 'VARCHAR' ? 1 : 2,
    );
    this.#handle = openSync(path, 'wx', 0o600);
  }

  /** Bytes of the lines that are kept. */
  get written(): number {
    return this.#written + this.#begin;
  }

  /** @param place number of the account, region and time of all lines of the file */
  beginFile(place: number): void {
    this.#prefix = Buffer.from(String(place));
    this.#end = this.#begin;
  }

  beginLine(): void {
    const prefix = this.#prefix;
    this.#room(prefix.length);
    const target = this.#bytes;
    let end = this.#end;
    for (let at = 0; at < prefix.length; at += 1, end += 1) target[end] = prefix[at] as number;
    this.#end = end;
  }

  /**
   * A field that is kept.
   *
   * @param isNumber of a number that is not there nothing is written, which DuckDB takes for NULL; of a text the dash is
   * its value
   */
  field(isNumber: boolean, source: DataView, from: number, to: number): void {
    this.#room(to - from);
    const target = this.#view;
    const end = this.#end;
    target.setUint8(end, BLANK);
    this.#end = end + 1;
    if (isNumber && source.getUint8(from) === DASH) return;
    this.#end += to - from;
    const move = end + 1 - from;
    let at = from;
    // Four bytes at a time: what is too much is written over by what comes next.
    if (to + 4 <= source.byteLength) {
      for (; at < to; at += 4) target.setInt32(at + move, source.getInt32(at, true), true);
    } else {
      for (; at < to; at += 1) target.setUint8(at + move, source.getUint8(at));
    }
  }

  endLine(): void {
    this.#bytes[this.#end] = LINE_FEED;
    this.#end += 1;
  }

  /** The lines since `beginFile` are as they should be. */
  keepFile(): void {
    this.#begin = this.#end;
    if (this.#begin >= PIECE_BYTES) this.flush();
  }

  /** Writes what is kept, so that it can be read. */
  flush(): void {
    for (let at = 0; at < this.#begin; ) at += writeSync(this.#handle, this.#bytes, at, this.#begin - at);
    this.#written += this.#begin;
    this.#begin = 0;
    this.#end = 0;
  }

  close(): void {
    closeSync(this.#handle);
  }

  /** Room for so many bytes, the blank before them, the line's end, and what is written too much. */
  #room(bytes: number): void {
    const needed = this.#end + bytes + 6;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * needed);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer) => new DataView(buffer, byteOffset, length);

/** Of one format the file that DuckDB reads. */
export type CutFile = Pick<CutLines, 'path' | 'columns'>;
