import { messageOf } from '../../records/values/message-of';
import type { Look, Watcher } from './watcher';

/** Time as a watch sees it. */
export interface Pace {
  /** Epoch milliseconds. */
  now(): number;
  /** Waits, less long where the watch is to end. */
  wait(milliseconds: number): Promise<void>;
  isOver(): boolean;
}

/** Who is told what a watch sees. */
export interface Followed {
  /** Files were read; what is told of them here is remembered once this returns. */
  onLook(look: Look): void;
  /** Files that may still be written are waited for; told when that begins. */
  onWaiting(files: number): void;
  /** The place cannot be listed for now; told once until it can. */
  onTrouble(reason: string): void;
  /** No new file came for half an hour, an hour, two: `since` is when the last one was read, epoch milliseconds. */
  onQuiet(since: number): void;
}

export interface FollowOptions {
  readonly pauseMs: number;
  /** Ends when all files that are there have been read. */
  readonly isOnce: boolean;
}

/** AWS delivers flow logs every ten minutes and CloudTrail every five: so long without a file is worth a word. */
const QUIET_MS = 30 * 60_000;

/**
 * Looks at the watcher's place again and again, until the pace says that it is over.
 *
 * @throws what the first look throws: a place that never was there is a mistake, one that goes away may come back
 */
export async function follow(
  watcher: Watcher,
  pace: Pace,
  { onLook, onWaiting, onTrouble, onQuiet }: Followed,
  { pauseMs, isOnce }: FollowOptions,
): Promise<void> {
  let isFirst = true;
  let isTroubled = false;
  let waited = 0;
  let last = pace.now();
  let patience = QUIET_MS;
  while (!pace.isOver()) {
    try {
      const look = await watcher.look(pace.now());
      isTroubled = false;
      if (look !== undefined) {
        onLook(look);
        last = pace.now();
        patience = QUIET_MS;
      }
    } catch (error) {
      if (isFirst || !isOfPlace(error)) throw error;
      if (!isTroubled) onTrouble(messageOf(error));
      isTroubled = true;
    }
    if (waited === 0 && watcher.waiting > 0) onWaiting(watcher.waiting);
    waited = watcher.waiting;
    isFirst = false;
    if (isOnce && watcher.waiting === 0) return;
    if (pace.now() - last >= patience) {
      onQuiet(last);
      patience *= 2;
    }
    await pace.wait(pauseMs);
  }
}

/** What is said of the place by name; anything else is a fault of ours. */
function isOfPlace(error: unknown): boolean {
  return error instanceof Error && ['ReadFolderError', 'UsageError'].includes(error.name);
}
