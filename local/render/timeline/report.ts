import type { Detection } from '../../../detections/detection';
import type { Audit } from '../../replay/audit-of-replay';
import type { ReplayResult } from '../../replay/replay-result';

/** All that a form may tell of a replay. */
export interface Report {
  readonly result: ReplayResult;
  readonly detections: readonly Detection[];
  readonly audit: Audit;
  /** Tells what is of low severity, and what goes on, too. */
  readonly isAll: boolean;
  /** What a command is to be given to find the same logs again; undefined where nothing finds them. */
  readonly again: readonly string[] | undefined;
}
