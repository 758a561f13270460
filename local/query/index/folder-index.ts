import { existsSync } from 'node:fs';
import path from 'node:path';
import { ownEntry } from '../../../records/values/own-entry';
import type { LogFile } from '../../reading/log-file';
import { type FileKinds, type KnownKind, kindOfFiles } from '../duckdb/group-files';
import type { SkippedFile, TableFile } from '../log-folder';
import { manyOfSmall } from '../many-small';
import type { Loaded } from '../record-loader';
import type { DeliveredScan } from '../scan/delivered-scan';
import { type FileFacts, Spans } from '../scan/file-facts';
import { directlyReadable } from './directly-readable';
import { type FileIdentity, identifyFile, isSameFile } from './identify-file';
import { IndexStore, type StoredEntry, type StoredKind } from './index-store';

/** An index of more files costs more to read and write than it saves. */
const MOST_FILES = 200_000;

/** Files outside of AWS's layouts of which everything is known. */
export interface KnownOthers {
  /** DuckDB gives the same rows of them as the reader. */
  readonly direct: readonly TableFile[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * What is found out about a folder's files, kept in the user's cache folder from one engine to the next: how DuckDB
 * reads them, and that it gives the same rows as the reader, which need not be checked again. Whatever changed since is
 * looked at anew.
 */
export class FolderIndex {
  readonly #store: IndexStore | undefined;
  readonly #root: string;
  readonly #entries: Readonly<Record<string, StoredEntry>>;
  readonly #kinds: readonly KnownKind[];
  readonly #hasOwnFormat: boolean;
  /** Of the files that this engine looked at; undefined for what could not be read. */
  readonly #now = new Map<string, FileIdentity | undefined>();
  readonly #same = new Set<string>();
  readonly #learned = new Map<string, Pick<StoredEntry, 'facts' | 'skipped'>>();
  #isChanged = false;

  private constructor(store: IndexStore | undefined, root: string, hasOwnFormat: boolean) {
    this.#store = store;
    this.#root = root;
    this.#hasOwnFormat = hasOwnFormat;
    const stored = store?.read();
    this.#entries = stored?.files ?? {};
    this.#kinds = (stored?.kinds ?? []).map((kind) => kindOfFiles({ ...kind, largestDocument: 0 }));
  }

  /**
   * @param cache folder of the user; undefined to keep nothing
   * @param root folder of logs, or one file; an index is never written below it
   * @param flowLogFormat what flow logs without a header are read by, where it is not the default
   */
  static open(cache: string | undefined, root: string, flowLogFormat: string | undefined): FolderIndex {
    const absolute = path.resolve(root);
    const isBeside = cache !== undefined && !path.relative(absolute, cache).startsWith('..');
    const store = cache === undefined || isBeside ? undefined : new IndexStore(cache, absolute);
    return new FolderIndex(store, absolute, flowLogFormat !== undefined);
  }

  /** Tells what is known of files that a question reads and that are as they were. */
  recall(files: readonly TableFile[], kinds: FileKinds, scan: DeliveredScan): void {
    if (this.#store === undefined) return;
    const areAllRead = manyOfSmall(files, isText).length > 0;
    for (const one of files) {
      const { path: file, isLoaded } = one;
      if (isLoaded === true || this.#now.has(file)) continue;
      // Of ten thousand files, opening each once more would take as long as to unpack it.
      const give = isText(one) ? (stored: Buffer) => scan.held.give(file, stored) : undefined;
      const entry = this.#sameEntry(file, give, areAllRead);
      if (entry === undefined) continue;
      const { kind: place = -1, largestDocument = 0, facts } = entry;
      const known = this.#kinds[place];
      if (known !== undefined) kinds.set(file, { ...known, kind: { ...known.kind, largestDocument } });
      if (facts !== undefined) scan.recall(file, facts);
    }
  }

  /** The files outside of AWS's layouts, where all of them are as they were and none has to be loaded. */
  recallOthers(files: readonly LogFile[]): KnownOthers | undefined {
    if (this.#store === undefined || this.#hasOwnFormat) return undefined;
    const direct: TableFile[] = [];
    const skipped: SkippedFile[] = [];
    let isKnown = true;
    for (const { name, localPath, bytes = 0, closed } of files) {
      const entry = localPath === undefined ? undefined : this.#sameEntry(localPath);
      if (localPath === undefined || closed !== undefined || entry === undefined) isKnown = false;
      else if (entry.skipped !== undefined) skipped.push({ path: name, reason: entry.skipped });
      else if (entry.facts !== undefined)
        direct.push({ path: localPath, table: entry.facts.table, bytes, delivered: undefined });
      else isKnown = false;
    }
    // Their identities were taken here; what is known of how they are read is still to be recalled.
    for (const { path: file } of direct) this.#now.delete(file);
    return isKnown ? { direct, skipped } : undefined;
  }

  /** Remembers which of the files that were loaded need not be loaded the next time. */
  learnOthers(files: readonly LogFile[], loaded: Loaded): void {
    if (this.#store === undefined || this.#hasOwnFormat) return;
    for (const [file, learned] of directlyReadable(files, loaded)) this.#learned.set(file, learned);
    this.#isChanged = true;
  }

  /** Records of them stand in delivered files, too: they are to be loaded the next time. */
  unlearnOthers(): void {
    for (const [file, { facts }] of this.#learned) if (facts !== undefined) this.#learned.delete(file);
  }

  /** Keeps what was found out, beside what is known of files that were not asked. */
  save(kinds: FileKinds, scan: DeliveredScan): void {
    const { found } = scan;
    for (const [file, facts] of found) this.#learned.set(file, { facts });
    const isNew = [...kinds.keys()].some((file) => !this.#same.has(file));
    if (this.#store === undefined || !(this.#isChanged || isNew || this.#learned.size > 0)) return;
    const places = new KindPlaces();
    const entries: Record<string, StoredEntry> = {};
    const older: FileFacts[] = [];
    for (const [name, entry] of Object.entries(this.#entries)) {
      const file = path.join(this.#root, name);
      if (this.#learned.has(file) || (this.#now.has(file) && !this.#same.has(file))) continue;
      // Of files that are gone nothing is kept.
      if (!this.#same.has(file) && !existsSync(file)) continue;
      const known = this.#kinds[entry.kind ?? -1];
      const { kind: _place, ...rest } = entry;
      entries[name] = known === undefined ? rest : { ...rest, kind: places.of(known) };
      if (entry.facts !== undefined) older.push(entry.facts);
    }
    const spans = new Spans(older);
    for (const [file, identity] of this.#now) {
      const name = this.#nameOf(file);
      if (identity === undefined || entries[name] !== undefined) continue;
      const { facts, skipped } = this.#learned.get(file) ?? {};
      const known = kinds.get(file);
      const isClean = facts !== undefined && !spans.meet(facts);
      if (!isClean && skipped === undefined && known === undefined) continue;
      // Written out: of ten thousand files, spreading four objects each would be a tenth of a second.
      const { size, modified, changed, sum } = identity;
      entries[name] = {
        size,
        modified,
        changed,
        sum,
        kind: known === undefined ? undefined : places.of(known),
        largestDocument: known?.kind.largestDocument,
        facts: isClean ? facts : undefined,
        skipped,
      };
    }
    if (Object.keys(entries).length <= MOST_FILES) this.#store.write(places.kinds, entries);
  }

  #nameOf(file: string): string {
    return file === this.#root ? '' : file.slice(this.#root.length + 1);
  }

  /**
   * What is kept of a file, where it is the same still.
   *
   * @param onWhole given all that is stored in a small file of which nothing is kept
   * @param isRead that is read whatever is kept of it
   */
  #sameEntry(file: string, onWhole?: (stored: Buffer) => void, isRead = false): StoredEntry | undefined {
    const entry = ownEntry(this.#entries, this.#nameOf(file));
    const identity = identifyFile(file, entry === undefined || isRead ? onWhole : undefined);
    this.#now.set(file, identity);
    if (identity === undefined || entry === undefined || !isSameFile(entry, identity)) return undefined;
    this.#same.add(file);
    return entry;
  }
}

/** Gives kinds that many files share a place each. */
class KindPlaces {
  readonly kinds: StoredKind[] = [];
  readonly #places = new Map<string, number>();

  of({ key, kind }: KnownKind): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const { largestDocument: _ofEachFile, ...shared } = kind;
    const place = this.kinds.push(shared) - 1;
    this.#places.set(key, place);
    return place;
  }
}

const isText = ({ path: file, table }: TableFile) => table === 'vpc_flow_logs' && !file.endsWith('.parquet');
