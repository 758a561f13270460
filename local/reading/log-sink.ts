import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import type { TaskEvent } from '../../records/containers/task-event';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';

/** Where a record stood. One object is reused for a whole file: copy what is to be kept. */
export interface Place {
  /** Name of the file, relative to the folder, with `/`. */
  readonly path: string;
  /** Line of the file, row of a Parquet file, or of an envelope the line that it begins on; from 1. */
  readonly line: number;
}

/** How a sink counts a flow that it had before with fewer fields. */
export const FULLER = 'duplicate-with-more-fields';

/** Who takes the records of a folder. Each call gives a reason to count the record as skipped, or undefined. */
export interface LogSink {
  /** @param text JSON of the record, as it was written where nothing had to be left out */
  cloudTrail(record: CloudTrailRecord, text: string, place: Place): string | undefined;
  /** The record is a view that the next line moves: keep its values, not itself. */
  flow(record: FlowLogRow, place: Place): string | undefined;
  /**
   * A flow that was given before, but without fields that this record has; it counts as skipped in any case.
   * @default - nobody is told
   */
  fullerFlow?(record: FlowLogRow, place: Place): void;
  /**
   * A line about an interface and a window: no traffic, or records that AWS lost.
   * @default - the line counts as analyzed
   */
  window?(line: FlowLogRow, status: 'NODATA' | 'SKIPDATA', place: Place): string | undefined;
  /**
   * A line that a container of the workload wrote.
   * @default - lines are counted as skipped, without a look at them
   */
  container?(line: JsonObject, place: Place): string | undefined;
  /**
   * The same line as it stands, for a sink that does not take `container`; it counts as skipped all the same, or as
   * unreadable for the reason that is given.
   * @default - nobody is told
   */
  containerLine?(text: string, place: Place): string | undefined;
  /**
   * ECS's word that a task's state changed.
   * @default - nobody is told; it counts as skipped in any case
   */
  taskEvent?(event: TaskEvent, place: Place): void;
  /**
   * A file of JSON is over.
   * @param isOneList whether it was one document `{"Records":[…]}` and nothing else
   * @default - nobody is told
   */
  document?(isOneList: boolean): void;
}
