import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../../package.json';
import type { FileGroup } from '../duckdb/views';
import type { FileFacts } from '../scan/file-facts';
import type { FileIdentity } from './identify-file';

const MEGABYTE = 1024 * 1024;
/** Hexadecimal digits of SHA-256, which stand before the text: what is damaged is not looked at. */
const SUM_DIGITS = 64;
/** Indexes of this many folders are kept, and of as many bytes together; the oldest go first. */
export const MOST_FOLDERS = 32;
export const MOST_BYTES: number = 128 * MEGABYTE;

/**
 * The program that wrote an index: its version, and in a checkout, where the version stays and the sources change, its
 * bundle as well.
 */
const PROGRAM = `${version}${bundleStamp()}`;

function bundleStamp(): string {
  const bundle = statSync(path.join(__dirname, 'cli.js'), { throwIfNoEntry: false });
  return bundle === undefined ? '' : ` ${bundle.size} ${bundle.mtimeMs}`;
}

/** How files are read by DuckDB: a `FileGroup` without its paths, as many files share it. */
export type StoredKind = Omit<FileGroup, 'paths' | 'largestDocument'>;

/** What is known of one file, as long as it is the same. */
export interface StoredEntry extends FileIdentity {
  /** Place in `kinds`. */
  readonly kind?: number;
  readonly largestDocument?: number;
  /** Of a sound file that has no record in common with another sound one. */
  readonly facts?: FileFacts;
  /** Why a file outside of AWS's layouts holds no records of a table. */
  readonly skipped?: string;
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
      const kept = readFileSync(this.#file, 'utf8');
      const text = kept.slice(SUM_DIGITS);
      if (sumOf(text) !== kept.slice(0, SUM_DIGITS)) return undefined;
      const index = JSON.parse(text) as StoredIndex;
      return index.version === PROGRAM && index.root === this.#root ? index : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps the index in place of the older one; where that cannot be, nothing is kept. */
  write(kinds: readonly StoredKind[], files: Readonly<Record<string, StoredEntry>>): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const text = JSON.stringify({ version: PROGRAM, root: this.#root, kinds, files } satisfies StoredIndex);
      if (text.length > MOST_BYTES) return;
      // Another run may read or write the same file at this moment.
      const partial = `${this.#file}.${process.pid}`;
      try {
        writeFileSync(partial, sumOf(text) + text, { mode: 0o600 });
        renameSync(partial, this.#file);
      } catch {
        rmSync(partial, { force: true });
      }
      removeOldest(this.#folder);
    } catch {
      // A full disk or a folder that went away costs the shortcut and nothing else.
    }
  }
}

const sumOf = (text: string) => hash('sha256', text, 'hex');

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
