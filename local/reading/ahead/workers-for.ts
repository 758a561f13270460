import { availableParallelism } from 'node:os';
import type { LogFile } from '../log-file';
import { WHOLE_BYTES } from '../read-bytes';

/** Below, starting a worker costs more than it saves. */
const LEAST_BYTES = 4 * 1024 * 1024;
const LEAST_FILES = 16;
/** Of a smaller file, handing it over costs more than unpacking it. */
const LEAST_FILE_BYTES = 16 * 1024;
/** More would wait for the one thread that judges. */
const MOST_WORKERS = 3;
/** DuckDB reads these from their place, on a thread of its own. */
const READ_IN_PLACE = /\.parquet$/i;

/** How many workers are of use for these files on this machine. */
export function workersFor(files: readonly LogFile[]): number {
  const small = files.filter(isWorthIt);
  const bytes = small.reduce((sum, { bytes: own = 0 }) => sum + own, 0);
  if (small.length < LEAST_FILES || bytes < LEAST_BYTES) return 0;
  return Math.min(MOST_WORKERS, availableParallelism() - 1);
}

/** Is it a file that is unpacked in one go, and for which that is of use? */
export function isWorthIt({ localPath, bytes = 0, closed }: LogFile): boolean {
  if (localPath === undefined || closed !== undefined || READ_IN_PLACE.test(localPath)) return false;
  return bytes >= LEAST_FILE_BYTES && bytes <= WHOLE_BYTES;
}
