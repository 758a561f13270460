import type { LogFile } from './log-file';
import { WHOLE_BYTES } from './read-bytes';

/**
 * Thrown by the reader of a file whose records are summaries of others (the console's CSV, OCSF), before it has given
 * any: read after all others, it gives those that stand nowhere else, and hides none that is whole.
 */
export class ReadLater extends Error {
  override readonly name = 'ReadLater';
  /** The same file with bytes that can be had again, where those of the first reading cannot. */
  file: LogFile | undefined;
}

/** Can its bytes be had twice? Those of a member of an archive, or of a bucket, where they were small enough to be held. */
export function canWait({ localPath, bytes = Number.POSITIVE_INFINITY }: LogFile): boolean {
  return localPath !== undefined || bytes <= WHOLE_BYTES;
}
