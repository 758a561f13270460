import type { LogSink } from '../reading/log-sink';
import { openPlace } from '../reading/places/open-place';
import { type ReadOptions, readPlace } from '../reading/read-folder';
import { ReadFolderError } from '../reading/read-folder-error';
import type { ReadReport } from '../reading/read-report';
import { counted } from '../terminal/counted';

/**
 * Shows earlier logs, of any place, to a sink that learns what is usual.
 *
 * @returns what is to be said of them: records that could not be read are none that anything was learned from
 * @throws ReadFolderError, UsageError where there is nothing to learn from
 */
export async function learnBaseline(
  baseline: string,
  sink: LogSink,
  forms: Pick<ReadOptions, 'archiveLimits' | 'flowLogFormat'>,
): Promise<readonly string[]> {
  const place = await openPlace(baseline);
  try {
    const { files, totals } = await readNamed(baseline, await place.files(), sink, forms);
    if (totals.unreadable === 0) return [];
    const file = files.find(({ unreadableCount }) => unreadableCount > 0);
    const [first] = file?.unreadable ?? [];
    const where = `${file?.path}${first?.line === undefined ? '' : `:${first.line}`}`;
    return [
      `of the baseline ${baseline}, ${counted(totals.unreadable, 'record')} could not be read, so that nothing was learned from ${totals.unreadable === 1 ? 'it' : 'them'} (${where}: ${first?.reason})`,
    ];
  } finally {
    await place.close();
  }
}

/** Whoever is told that there is nothing to read must know of which of the two places it is said. */
async function readNamed(...of: Parameters<typeof readPlace>): Promise<ReadReport> {
  try {
    return await readPlace(...of);
  } catch (error) {
    if (error instanceof ReadFolderError) throw new ReadFolderError(`--baseline: ${error.message}`);
    throw error;
  }
}
