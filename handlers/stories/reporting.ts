import type { Finding, Severity } from '../../analysis/finding';
import type { SourceMinutes } from '../../analysis/ssh/connections/source-minutes';
import type { Suppression } from '../../analysis/suppression';
import type { Detection } from '../../detections/detection';
import type { PagePart } from '../pages/page-part';
import type { StateTable } from '../state/state-table';
import type { MessageContext } from '../tell/message-context';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';

/** Everything that reporting needs from outside. */
export interface Reporting {
  readonly state: StateTable;
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
  /**
   * Adds what was told to the page of its story; fails never, since messages matter more.
   *
   * @default - stories have no pages
   */
  readonly notePage?: (thread: string, part: PagePart) => Promise<void>;
  /**
   * Connections by minute of whom this run's grave findings are about, for the pages of their stories.
   *
   * @default - the run saw no flows
   */
  readonly minutes?: readonly SourceMinutes[];
  readonly detections: ReadonlyMap<string, Detection>;
  readonly context: MessageContext;
  readonly notifyFrom: Severity;
  readonly suppressions: readonly Suppression[];
  /** Told of each story that began, loud or not; a run that dies may tell it once more. */
  readonly onStarted: (finding: Finding) => void;
  /** Names this run; the same when Lambda tries the event again. */
  readonly run: string;
  /** Names this try, and no other. */
  readonly attempt: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
