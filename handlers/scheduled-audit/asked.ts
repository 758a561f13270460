import type { Query } from '../../queries/query';
import type { Stored } from '../state/state-table';
import type { AnswerRow } from './ask-athena';

/** What came of one question. */
export interface Asked {
  readonly query: Query;
  readonly rows: readonly AnswerRow[];
  /** Those that were not there yesterday. */
  readonly fresh: readonly AnswerRow[];
  /** There are more rows than these: how many in all, where that is known. */
  readonly isCapped: boolean;
  readonly rowsInAll?: number;
  readonly executionId: string | undefined;
  readonly bytesScanned: number;
  /** Why there is no answer. */
  readonly failure: string | undefined;
  /** What the state table knows of it; without an answer, nothing new. */
  readonly remembered?: Stored<AnswerItem>;
}

/** What the state table keeps of an answer; the rows themselves lie in Athena's results, under the execution id. */
export interface AnswerItem {
  readonly day: string;
  readonly executionId: string | undefined;
  readonly prints: readonly string[];
  /** Of the answer that was told before, so that a repeated run compares with the same as the first. */
  readonly before: readonly string[];
  /** Where the window began, epoch seconds: it ends with the day before. */
  readonly from: number;
  /** People know; the next window begins where this one ends. */
  readonly isTold: boolean;
}
