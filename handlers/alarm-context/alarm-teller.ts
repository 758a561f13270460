import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { PagePart } from '../pages/page-part';
import type { StateTable } from '../state/state-table';
import type { MessageContext } from '../tell/message-context';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';
import type { FetchedRecords, FetchOptions, SeenFlood, Window } from './fetch-records';

/** Everything that telling alarms needs from outside. */
export interface AlarmTeller {
  readonly state: StateTable;
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
  readonly fetch: (pattern: string, window: Window, options: FetchOptions) => Promise<FetchedRecords>;
  /** Counts a flood on until a time of the log (epoch seconds). */
  readonly countFlood: (
    pattern: string,
    flood: Pick<SeenFlood, 'principal' | 'countedUntil' | 'counted'>,
    until: number,
    options: FetchOptions,
  ) => Promise<Pick<SeenFlood, 'counted' | 'countedUntil'>>;
  /**
   * Adds what was told to the page of its story; fails never, since messages matter more.
   *
   * @default - stories have no pages
   */
  readonly notePage?: (thread: string, part: PagePart) => Promise<void>;
  readonly detections: ReadonlyMap<string, Detection>;
  readonly context: MessageContext;
  /** Epoch seconds. */
  readonly now: () => number;
  /** When this run is stopped, epoch milliseconds. */
  readonly until: number;
  /** Does somebody answer for this, so that no message is sent? Without a record: for whatever sets the alarm off. */
  readonly isSuppressed: (detection: string, record: CloudTrailRecord | undefined) => boolean;
  /** Called when the records behind an alarm could not be read; the alarm is told nevertheless. */
  readonly onUnreadable: (detection: string, error: unknown) => void;
}
