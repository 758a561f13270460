/** One thing that a detection asks, and whether a record has it. */
export interface Condition {
  /** In words, with the value that was found: `errorCode is "AccessDenied", and should be absent`. */
  readonly text: string;
  readonly held: boolean;
}
