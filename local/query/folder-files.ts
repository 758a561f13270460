import type { TableName } from '../../records/tables/table-definition';
import type { FileKind } from '../reading/read-report';
import { COPY, type SkippedFile, type TableFile } from './log-folder';
import type { Loaded } from './record-loader';

/** How many of a folder's files a query reads, and how many bytes they have on disk. */
export interface ReadPlan {
  readonly filesRead: number;
  readonly filesKnown: number;
  readonly bytesRead: number;
}

/** The files of a folder as a query sees them. */
export interface KnownFiles {
  readonly files: readonly TableFile[];
  readonly skipped: readonly SkippedFile[];
  /** Files that nobody can read, in whole or in part. */
  readonly unreadable: readonly SkippedFile[];
}

/** What an answer says beside its rows. */
export interface Told {
  readonly plan: ReadPlan;
  /** Files that are not in the answer, or not with all of their records. */
  readonly unreadable: readonly SkippedFile[];
  /** What else is to be said of the records, such as how many were duplicates. */
  readonly notes: readonly string[];
  /** Of these notes those on flows that were left out because a fuller format has them. */
  readonly leftOut: readonly string[];
}

const TABLE_OF: Readonly<Partial<Record<FileKind, TableName>>> = {
  cloudtrail: 'cloudtrail_logs',
  'flow-log-text': 'vpc_flow_logs',
  'flow-log-parquet': 'vpc_flow_logs',
  'container-log': 'container_logs',
};

/** What is counted of records and worth no word to somebody who asks. */
const UNTOLD: ReadonlySet<string> = new Set(['NODATA', 'SKIPDATA']);

/** Which files of a folder stand for its tables: its own, or those that were loaded in their place. */
export class FolderFiles {
  /** Files that DuckDB reads where they lie. */
  readonly #own: readonly TableFile[];
  readonly #ownPaths: ReadonlySet<string>;
  /** Files that stand in for others, with the records that were understood. */
  readonly #loaded: TableFile[] = [];
  readonly #bySight = new Set<TableFile>();
  /** Paths of own files that others stand in for, or that cannot be read at all. */
  readonly #replaced = new Set<string>();
  /** What the loaded files were made from. */
  readonly #origins: TableFile[] = [];
  readonly #skipped: SkippedFile[];
  readonly #unreadable: SkippedFile[] = [];
  readonly #counts = new Map<string, number>();

  constructor(own: readonly TableFile[], skipped: readonly SkippedFile[]) {
    this.#own = own;
    this.#ownPaths = new Set(own.map(({ path }) => path));
    this.#skipped = [...skipped];
  }

  /** What there is to ask, and what is left out. */
  get known(): KnownFiles {
    const own = this.#own.filter(({ path }) => !this.#replaced.has(path));
    return { files: [...own, ...this.#origins], skipped: this.#skipped, unreadable: this.#unreadable };
  }

  /** What DuckDB may read. */
  get readable(): readonly TableFile[] {
    return [...this.#own.filter(({ path }) => !this.#replaced.has(path)), ...this.#loaded];
  }

  /** Paths that others stand in for by now. */
  get replaced(): ReadonlySet<string> {
    return this.#replaced;
  }

  /** Is it one of the folder's own files, and not one that was loaded? */
  isOwn({ path }: TableFile): boolean {
    return this.#ownPaths.has(path);
  }

  /**
   * Loaded files stand in for one of the folder's own from now on.
   *
   * @param isBySight their records were compared with those that were loaded before, and not with delivered ones
   */
  replace(file: TableFile, loaded: Loaded, isBySight: boolean): void {
    this.#replaced.add(file.path);
    this.take(loaded, () => file, isBySight);
  }

  /**
   * Loaded files join the others.
   *
   * @param originOf the file that a name of the report means, where more is known of it than the report says
   */
  take(
    { files, report }: Loaded,
    originOf: (name: string) => TableFile | number | undefined,
    isBySight: boolean = true,
  ): void {
    this.#loaded.push(...files);
    if (isBySight) for (const file of files) this.#bySight.add(file);
    for (const file of report.files) {
      const { path, kind, reason, records, unreadableCount, unreadable, skipped, remarks = {} } = file;
      const origin = originOf(path);
      const isKnown = typeof origin === 'object';
      const table = isKnown ? origin.table : TABLE_OF[kind];
      if (table !== undefined)
        this.#origins.push(isKnown ? origin : { path, table, bytes: origin ?? 0, delivered: undefined });
      else if (unreadableCount === 0)
        this.#skipped.push({ path, reason: reason ?? `${kind}, holds no records` });
      if (unreadableCount > 0) {
        const [first] = unreadable;
        const where = first?.line === undefined ? '' : `line ${first.line}: `;
        const some = records === unreadableCount ? '' : `${unreadableCount} of ${records} records, `;
        this.#unreadable.push({ path, reason: `${some}${where}${first?.reason ?? ''}` });
      }
      for (const [what, count] of Object.entries(remarks)) this.#count(what, count);
      if (skipped['duplicate'] !== undefined) this.#count('duplicate', skipped['duplicate']);
    }
  }

  /** How many files stand in for others in a table. */
  countLoaded(table: TableName): number {
    return this.#loaded.filter((file) => file.table === table).length;
  }

  /** The loaded files whose records were compared with those that were loaded before, and not with delivered ones. */
  get loadedBySight(): readonly TableFile[] {
    return this.#loaded.filter((file) => this.#bySight.has(file));
  }

  /** A loaded file was written anew, or has nothing in it any more, since records of it stand in a delivered one. */
  swap(old: TableFile, anew: TableFile | undefined, duplicates: number): void {
    this.#loaded.splice(this.#loaded.indexOf(old), 1, ...(anew === undefined ? [] : [anew]));
    if (anew !== undefined) this.#bySight.add(anew);
    this.#count('duplicate', duplicates);
  }

  /** What is to be said of an answer that was made from these files. */
  told(files: readonly TableFile[]): Omit<Told, 'leftOut'> {
    const notes = [...this.#counts]
      .filter(([what]) => !UNTOLD.has(what))
      .map(([what, count]) =>
        what === 'duplicate' ? `${count} duplicates left out` : `${count} records with ${what}`,
      );
    const copies = this.#skipped.filter(({ reason }) => reason === COPY);
    if (copies.length > 0) {
      const more = copies.length === 1 ? '' : ` and ${copies.length - 1} more`;
      notes.push(`${copies[0]?.path}${more} left out: ${COPY}`);
    }
    return { plan: this.plan(files), unreadable: [...this.#unreadable], notes };
  }

  /** Of files that others stand in for the originals are counted: a reader knows no others. */
  plan(files: readonly TableFile[]): ReadPlan {
    const tables = new Set(files.map(({ table }) => table));
    const loaded = new Set(this.#loaded);
    const read = [
      ...files.filter((file) => !loaded.has(file)),
      ...(files.some((file) => loaded.has(file))
        ? this.#origins.filter(({ table }) => tables.has(table))
        : []),
    ];
    return {
      filesRead: read.length,
      filesKnown: this.known.files.length,
      bytesRead: read.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  #count(what: string, count: number): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }
}
