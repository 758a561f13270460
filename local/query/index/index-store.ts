import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readSummed, sumOf, writeSummed } from '../../files/summed-file';
import type { FileGroup } from '../duckdb/read-groups';
import type { FileFacts } from '../scan/file-facts';
import type { FileIdentity } from './identify-file';
import { PROGRAM } from './program';

const MEGABYTE = 1024 * 1024;
/** Indexes of this many folders are kept, and of as many bytes together; the oldest go first. */
export const MOST_FOLDERS = 32;
export const MOST_BYTES: number = 128 * MEGABYTE;

/** How files are read by DuckDB: a `FileGroup` without its paths, as many files share it. */
export type StoredKind = Omit<FileGroup, 'paths' | 'largestDocument'>;

/** What is known of one file, as long as it is the same. */
export interface StoredEntry extends FileIdentity {
  /** Place in `kinds`. */
  readonly kind?: number | undefined;
  readonly largestDocument?: number | undefined;
  /** Of a sound file that has no record in common with another sound one. */
  readonly facts?: FileFacts | undefined;
  /** Why a file outside of AWS's layouts holds no records of a table. */
  readonly skipped?: string | undefined;
}

/** What is kept of a folder. */
export interface StoredIndex {
  /** Of the program: another one may understand files otherwise. */
  readonly version: string;
  readonly root: string;
  readonly kinds: readonly StoredKind[];
  /** By path below the root. */
  readonly files: Readonly<Record<string, StoredEntry>>;
}

/** Keeps what is known of folders in the user's cache folder. It is only ever a shortcut: nothing here fails. */
export class IndexStore {
  readonly #folder: string;
  readonly #file: string;
  readonly #root: string;

  /**
   * @param cache folder of the user
   * @param root absolute path of the folder of logs
   */
  constructor(cache: string, root: string) {
    this.#folder = path.join(cache, 'folders');
    this.#root = root;
    const name = sumOf(root).slice(0, 32);
    this.#file = path.join(this.#folder, `${name}.json`);
  }

  /** What was kept; undefined where nothing was, or it is damaged, of another version, or of another folder. */
  read(): StoredIndex | undefined {
    try {
      const text = readSummed(this.#file);
      if (text === undefined) return undefined;
      const index = JSON.parse(text) as StoredIndex;
      return index.version === PROGRAM && index.root === this.#root ? index : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps the index in place of the older one; where that cannot be, nothing is kept. */
  write(kinds: readonly StoredKind[], files: Readonly<Record<string, StoredEntry>>): void {
    try {
      const text = JSON.stringify({ version: PROGRAM, root: this.#root, kinds, files } satisfies StoredIndex);
      if (text.length > MOST_BYTES) return;
      writeSummed(this.#file, text);
      removeOldest(this.#folder);
    } catch {
      // A full disk or a folder that went away costs the shortcut and nothing else.
    }
  }
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, ...sizeAndAge(file) }))
    .sort((a, b) => b.at - a.at);
  let bytes = 0;
  for (const [place, { file, size }] of files.entries()) {
    bytes += size;
    if (place >= MOST_FOLDERS || bytes > MOST_BYTES) rmSync(file, { force: true });
  }
}

function sizeAndAge(file: string): { readonly size: number; readonly at: number } {
  const status = statSync(file, { throwIfNoEntry: false });
  return { size: status?.size ?? 0, at: status?.mtimeMs ?? 0 };
}
