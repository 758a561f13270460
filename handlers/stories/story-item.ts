import type { Finding, FindingState, Severity } from '../../analysis/finding';

/** One telling of a story, claimed by the run that is about to publish it. */
export interface Telling {
  readonly state: FindingState;
  readonly count: number;
  /** The message that it is to be part of: whoever takes over must know whether that went out. */
  readonly message: string;
  /** Which run, and until when nobody else takes it over; epoch milliseconds. */
  readonly claimedBy: string;
  readonly claimedUntil: number;
}

/** What the state table knows of a story. */
export interface StoryItem {
  /** As it stands: widest in time, with the evidence of its fullest telling. */
  readonly finding: Finding;
  /** What people know: undefined before the start was told. */
  readonly told?: { readonly count: number; readonly severity: Severity };
  readonly pending?: Telling;
  readonly isOver: boolean;
  /**
   * Other stories of the same subject, the latest last: rules that look back for days find an earlier one again with
   * each record of a later one.
   */
  readonly others?: readonly OtherStory[];
}

/** As much of a story as it takes to know it again. */
export interface OtherStory {
  readonly id: string;
  /** Epoch seconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly count: number;
  readonly told?: { readonly count: number; readonly severity: Severity };
}

/** How far a story had got: what its last change counted. */
export function countOf({ changes }: Finding): number {
  return changes.at(-1)?.count ?? 0;
}
