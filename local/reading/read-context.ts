import type { FlowLogFormat } from '../../records/flow-logs/flow-log-format';
import type { TextPool } from '../../records/values/text-pool';
import type { FilesAhead } from './ahead/files-ahead';
import type { ArchiveBudget } from './archives/unpack-budget';
import type { CopyFinder } from './copy-finder';
import type { FileTally } from './file-tally';
import type { KnownFormats } from './known-formats';
import type { LogSink } from './log-sink';

/** What the readers of one file share. */
export interface ReadContext {
  readonly sink: LogSink;
  readonly tally: FileTally;
  /** Handed to the sink; readers set the line. */
  readonly place: { readonly path: string; line: number };
  /** Strings of all files of the folder. */
  readonly pool: TextPool;
  /** Knows the files that were read before. */
  readonly copies: CopyFinder;
  /** Formats of all files of the folder. */
  readonly formats: KnownFormats;
  /** Format of flow logs without a header line; the default format when none is given. */
  readonly flowLogFormat: FlowLogFormat | undefined;
  /** How many archives the file lies in, one inside of the other. */
  readonly level: number;
  /** What may still be unpacked of the file, or of the outermost archive that it lies in. */
  readonly budget: ArchiveBudget;
  /** Columns of Parquet flow logs that are read: those that analysis looks at, or all that there are. */
  readonly flowColumns: 'analyzed' | 'all';
  /** Are the short ways taken that change nothing but the time? Off, each record goes the long one. */
  readonly isQuick: boolean;
  /** May the file be read after all others instead? Then its reader throws `ReadLater` where that is better. */
  readonly mayWait: boolean;
  /** Files that were unpacked before their turn came, where there are workers for it. */
  readonly ahead: FilesAhead | undefined;
}

/** Reads one kind of file from its bytes. */
export interface ByteReader {
  /** False when nothing more is wanted. */
  push(chunk: Buffer): boolean;
  /** `cutShort` says why the bytes ended before the file did. */
  end(cutShort?: string): void;
}
