import { readFileSync } from 'node:fs';
import { gunzipWhole, isGzip } from '../reading/gunzip';
import type { TableFile } from './log-folder';
import { UnpackTogether } from './unpack-together';

/** Stored bytes of a file that is read whole for a look at its head: to begin unpacking costs as much as to end it. */
const MOST_STORED = 16 * 1024;
const MOST_UNPACKED = 1024 * 1024;
const MOST_HELD = 32 * 1024 * 1024;

/**
 * Small files, unpacked when their heads are looked at and held until all of their lines are: of tens of thousands, each
 * is opened and unpacked once. What does not fit is read twice.
 */
export class HeldFiles {
  readonly #held = new Map<string, Buffer>();
  readonly #together = new UnpackTogether();
  #bytes = 0;

  /** All that is in a small file, and keeps it; undefined for one that is large, damaged or not to be read. */
  look({ path, bytes: stored }: TableFile): Buffer | undefined {
    if (stored > MOST_STORED || this.#bytes > MOST_HELD) return undefined;
    const known = this.#get(path);
    if (known !== undefined) return known;
    const bytes = contentOf(path);
    if (bytes === undefined) return undefined;
    this.#keep(path, bytes);
    return bytes;
  }

  /** Keeps what is in a small file that somebody read whole. */
  give(path: string, stored: Buffer): void {
    if (this.#bytes > MOST_HELD || this.#get(path) !== undefined) return;
    if (!isUnpackedHere(path, stored)) return;
    if (!isGzip(stored)) this.#keep(path, Buffer.from(stored));
    else if (!this.#together.add(path, stored)) {
      this.#finish();
      if (!this.#together.add(path, stored)) this.#keepAlone(path, stored);
    }
  }

  #get(path: string): Buffer | undefined {
    if (this.#together.has(path)) this.#finish();
    return this.#held.get(path);
  }

  #finish(): void {
    this.#together.finish(
      (path, bytes) => this.#keep(path, bytes),
      (path, stored) => this.#keepAlone(path, stored),
    );
  }

  #keepAlone(path: string, stored: Buffer): void {
    const bytes = unpacked(path, stored);
    if (bytes !== undefined) this.#keep(path, bytes);
  }

  #keep(path: string, bytes: Buffer): void {
    this.#held.set(path, bytes);
    this.#bytes += bytes.length;
  }

  /** What was kept of a file, which is not kept any longer. */
  take(path: string): Buffer | undefined {
    const bytes = this.#get(path);
    if (bytes === undefined) return undefined;
    this.#held.delete(path);
    this.#bytes -= bytes.length;
    return bytes;
  }
}

// Whoever reads a file in its turn says what is wrong with it.
function contentOf(path: string): Buffer | undefined {
  try {
    return unpacked(path, readFileSync(path));
  } catch {
    return undefined;
  }
}

/** It is small, and packed or not as its name says. */
function isUnpackedHere(path: string, stored: Buffer): boolean {
  return stored.length <= MOST_STORED && isGzip(stored) === path.endsWith('.gz');
}

function unpacked(path: string, stored: Buffer): Buffer | undefined {
  if (!isUnpackedHere(path, stored)) return undefined;
  if (!isGzip(stored)) return stored;
  try {
    const { bytes, fault } = gunzipWhole(stored, MOST_UNPACKED);
    return fault === undefined ? bytes : undefined;
  } catch {
    return undefined;
  }
}
