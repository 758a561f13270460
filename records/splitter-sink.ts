/** Who takes what a splitter finds. Lines count from 1 and are those that the record begins on. */
export interface SplitterSink {
  /** The JSON text of one record, not parsed yet. */
  record(text: string, line: number): void;
  /** Something that cannot be a record, and why. */
  unreadable(line: number, reason: string): void;
}

/** CloudTrail delivers events of up to 1 MB; what is this much longer is a lost quote or no record. */
export const LONGEST_RECORD_BYTES: number = 16 * 1024 * 1024;
