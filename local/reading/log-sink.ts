import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import type { RefusalLine } from '../../records/container-line';
import type { FlowRecord } from '../../records/flow-record';

/** Where a record stood. One object is reused for a whole file: copy what is to be kept. */
export interface Place {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Line of the file, row of a Parquet file, or number of the event in a subscription payload; from 1. */
  readonly line: number;
}

/** Who takes the records of a folder. Each call gives a reason to count the record as skipped, or undefined. */
export interface LogSink {
  cloudTrail(record: CloudTrailRecord, text: string, place: Place): string | undefined;
  /** The record is a view that the next line moves: keep its values, not itself. */
  flow(record: FlowRecord & { readonly text: string }, place: Place): string | undefined;
  /** What the launcher of a container refused. @default - such lines count as those for the audit questions */
  refusal?(line: RefusalLine, place: Place): string | undefined;
  /** AWS lost records of this interface in this window (epoch seconds). The line counts as skipped. */
  skipData?(
    interfaceId: string | undefined,
    start: number | undefined,
    end: number | undefined,
    place: Place,
  ): void;
}
