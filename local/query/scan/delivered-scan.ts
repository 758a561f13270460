import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TextPool } from '../../../records/values/text-pool';
import type { LogFile } from '../../reading/log-file';
import { fileChunks } from '../../reading/read-bytes';
import { readLogFiles } from '../../reading/read-folder';
import type { CutFlows } from '../cut/cut-flows';
import { HeldFiles } from '../held-files';
import type { TableFile } from '../log-folder';
import { type FileFacts, Spans } from './file-facts';
import { plainFlowText } from './flow-text';
import { ParquetCheck } from './parquet-check';
import { ScanSink } from './scan-sink';
import { Overlap, Seen } from './seen';
import { isSoundReport } from './sound-report';
import type { UnsoundFile } from './unsound-file';

/**
 * Reads files as `replay` does and tells those of which DuckDB's own readers cannot be trusted to give the same rows:
 * damaged, odd in any record or line, or with records that were read before. DuckDB looks neither at a checksum nor at
 * the end: of a text file that is cut in half it gives half of the lines, without a word.
 */
export class DeliveredScan {
  #seen = new Seen();
  /** Files that were found sound, and have no record in common with any other of them. */
  readonly #sound = new Map<string, FileFacts>();
  /** Sound files whose records are not among the seen. */
  readonly #recalled = new Set<string>();
  /** Sound files that were not compared with a recalled one whose times they meet. */
  readonly #unsettled = new Set<string>();
  /** Files that this scan read. */
  readonly #own = new Set<string>();

  /** Parquet, which DuckDB looks into itself. */
  readonly parquet = new ParquetCheck();
  /** What was unpacked for a look at its head, and is to be scanned. */
  readonly held = new HeldFiles();
  readonly #loaded: Seen;
  #overlap: Overlap;
  #loadedSpans: Spans | undefined;
  #progress: number | undefined;
  /** Of all readings: making one takes longer than to read a small file. */
  readonly #pool = new TextPool();

  /** @param loaded the records of files that are loaded whatever the question */
  constructor(loaded: Seen = new Seen()) {
    this.#loaded = loaded;
    this.#overlap = new Overlap(loaded);
  }

  /** Says what the loaded files hold: a file that was found sound before is compared with them where their times meet. */
  loadedFacts(facts: Iterable<FileFacts>): void {
    this.#loadedSpans = new Spans(facts);
  }

  /** The loaded records that were found in delivered files since this was asked last. */
  takeOverlap(): Overlap {
    const overlap = this.#overlap;
    this.#overlap = new Overlap(this.#loaded);
    return overlap;
  }

  /** Where duplicates were not looked for, in a sentence. */
  get note(): string | undefined {
    return this.#seen.note ?? this.#loaded.note;
  }

  /** A file that was found sound before, and did not change, need not be read. */
  recall(file: string, facts: FileFacts): void {
    if (file.endsWith('.parquet')) {
      this.parquet.recall(file, facts);
      return;
    }
    if (this.#own.has(file)) return;
    this.#sound.set(file, facts);
    this.#recalled.add(file);
  }

  /** Files are to be read anew, however sound they were. */
  forget(files: readonly TableFile[]): void {
    for (const { path: file } of files) {
      this.#sound.delete(file);
      this.#recalled.delete(file);
      this.#unsettled.delete(file);
    }
    this.#seen = new Seen();
    for (const file of this.#sound.keys()) this.#recalled.add(file);
  }

  /** Files that this scan read and found sound, with what they hold. */
  get found(): ReadonlyMap<string, FileFacts> {
    const own = [...this.#sound].filter(([file]) => this.#own.has(file) && !this.#unsettled.has(file));
    return new Map([...own, ...this.parquet.found]);
  }

  /** Of files all of which are to be checked the part that is, by their bytes; undefined while none are. */
  get progress(): number | undefined {
    return this.#progress;
  }

  /**
   * Beside a query that is running, or before it; stops between two files when told to.
   *
   * @param cuts where wanted fields of sound flow log text are to go in the same pass
   */
  async unsoundAmong(
    files: readonly TableFile[],
    signal?: AbortSignal,
    cuts?: CutFlows,
  ): Promise<readonly UnsoundFile[]> {
    if (files.some(({ path: file }) => this.#unsettled.has(file))) this.forget(files);
    const spans = this.#loadedSpans;
    if (spans !== undefined) {
      const met = this.#recalledOf(files).filter(
        ({ file, facts }) => !this.#own.has(file.path) && spans.meet(facts),
      );
      if (met.length > 0) this.forget(met.map(({ file }) => file));
    }
    const news = new Map<string, FileFacts>();
    let unsound = await this.#read(files, news, signal, cuts);
    if (news.size === 0 || this.#recalled.size === 0) return unsound;
    // A record of a new file may stand in one that was not read this time, where their times meet.
    const newSpans = new Spans(news.values());
    const met = this.#recalledOf(files).filter(({ facts }) => newSpans.meet(facts));
    if (met.length > 0) {
      const again = files.filter(({ path: file }) => !this.#recalled.has(file));
      this.forget([...again, ...met.map(({ file }) => file)]);
      cuts?.clear();
      unsound = await this.#read(files, news, signal, cuts);
    }
    this.#settle(files, news);
    return unsound;
  }

  #recalledOf(
    files: readonly TableFile[],
  ): readonly { readonly file: TableFile; readonly facts: FileFacts }[] {
    return files.flatMap((file) => {
      const facts = this.#recalled.has(file.path) ? this.#sound.get(file.path) : undefined;
      return facts === undefined ? [] : [{ file, facts }];
    });
  }

  /** What was read is compared with the files of its question only: a question that asks more reads it again. */
  #settle(files: readonly TableFile[], news: ReadonlyMap<string, FileFacts>): void {
    const asked = new Set(files.map(({ path: file }) => file));
    const others = [...this.#recalled].filter((file) => !asked.has(file));
    const spans = new Spans(others.flatMap((file) => this.#sound.get(file) ?? []));
    for (const [file, facts] of news) {
      if (this.#sound.has(file) && spans.meet(facts)) this.#unsettled.add(file);
    }
  }

  /** Cuts lines of flow log text that was found sound before. */
  cut(files: readonly TableFile[], cuts: CutFlows): void {
    for (const file of files) {
      const plain = plainFlowText(file, this.held, cuts);
      if (plain !== undefined) cuts.keep(file, plain.cut);
    }
  }

  /** Is it text or JSON that was not found sound yet, and is no loaded file? */
  isUnread({ path: file, isLoaded }: TableFile): boolean {
    return isLoaded !== true && !file.endsWith('.parquet') && !this.#sound.has(file);
  }

  /** @param news takes what was read, sound or not */
  async #read(
    files: readonly TableFile[],
    news: Map<string, FileFacts>,
    signal: AbortSignal | undefined,
    cuts: CutFlows | undefined,
  ): Promise<readonly UnsoundFile[]> {
    const unsound: UnsoundFile[] = [];
    const turns = new Turns();
    const unread = files.filter((file) => this.isUnread(file));
    const all = unread.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const file of unread) {
      if (signal?.aborted === true) break;
      this.#progress = done / all;
      done += file.bytes;
      const plain = file.table === 'vpc_flow_logs' ? plainFlowText(file, this.held, cuts) : undefined;
      if (plain !== undefined) {
        news.set(file.path, plain.facts);
        this.#own.add(file.path);
        this.#overlap.flows(plain);
        const duplicates = this.#seen.duplicatesIn(plain);
        if (duplicates.size === 0) {
          this.#sound.set(file.path, plain.facts);
          cuts?.keep(file, plain.cut);
        } else unsound.push({ file, duplicates });
        await turns.after(file.bytes);
        continue;
      }
      const sink = new ScanSink(file.table, this.#seen, this.#overlap);
      const { files: reports } = await readLogFiles([asLogFile(file)], sink, { pool: this.#pool });
      const facts = sink.facts.of(file.table);
      news.set(file.path, facts);
      this.#own.add(file.path);
      const [report] = reports;
      if (report !== undefined && isSoundReport(report, file.table, sink)) this.#sound.set(file.path, facts);
      else unsound.push({ file, duplicates: sink.duplicates });
      await turns.after(file.bytes);
    }
    this.#progress = undefined;
    return unsound;
  }
}

/** Lets others go on now and then: a turn of the event loop costs more than to check a small file. */
class Turns {
  #bytes = 0;

  async after(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#bytes < TURN_BYTES) return;
    this.#bytes = 0;
    await setImmediate();
  }
}

/** Stored bytes that are checked in one turn; of gzip, a hundredth of a second of work. */
const TURN_BYTES = 256 * 1024;

export function asLogFile({ path: file, bytes }: TableFile): LogFile {
  return { name: file, bytes, localPath: path.resolve(file), open: () => fileChunks(file) };
}
