import type { FlowLogFormat } from '../../records/flow-log-format';
import type { TextPool } from '../../records/text-pool';
import type { FileTally } from './file-tally';
import type { LogSink } from './log-sink';

/** What the readers of one file share. */
export interface ReadContext {
  readonly sink: LogSink;
  readonly tally: FileTally;
  /** Handed to the sink; readers set the line. */
  readonly place: { readonly path: string; line: number };
  /** Strings of all files of the folder. */
  readonly pool: TextPool;
  /** Format of flow logs without a header line; the default format when none is given. */
  readonly flowLogFormat: FlowLogFormat | undefined;
}

/** Reads one kind of file from its bytes. */
export interface ByteReader {
  /** False when nothing more is wanted. */
  push(chunk: Buffer): boolean;
  /** `cutShort` says why the bytes ended before the file did. */
  end(cutShort?: string): void;
}
