/** Who takes what a splitter finds. Lines count from 1 and are those that the record begins on. */
export interface SplitterSink {
  /** The JSON text of one record, not parsed yet. */
  record(text: string, line: number): void;
  /**
   * The same for a text that was cut where the record is likely to end, which it is not if the text is no JSON: false
   * then, and for an object at the top that is the envelope of a list. Nothing must come of it in these cases.
   *
   * @default - records are found by their braces
   */
  whole?(text: string, line: number, isTop: boolean): boolean;
  /** Something that cannot be a record, and why. */
  unreadable(line: number, reason: string): void;
}

/** CloudTrail delivers events of up to 1 MB; what is this much longer is a lost quote or no record. */
export const LONGEST_RECORD_BYTES: number = 16 * 1024 * 1024;
