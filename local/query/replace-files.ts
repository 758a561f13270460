import type { FolderFiles } from './folder-files';
import type { FolderIndex } from './index/folder-index';
import type { RecordLoader } from './record-loader';
import { asLogFile, type DeliveredScan } from './scan/delivered-scan';
import type { UnsoundFile } from './scan/unsound-file';
import { withoutOverlap } from './without-overlap';

/** A folder's files, and who loads and checks them. */
interface LoadedFolder {
  readonly files: FolderFiles;
  readonly loader: RecordLoader;
  readonly scan: DeliveredScan;
  readonly index: FolderIndex;
}

/** Loads files anew that DuckDB cannot read as the reader does; what is told of them takes their place. */
export async function reloadFiles(
  { files, loader, scan }: LoadedFolder,
  unsound: readonly UnsoundFile[],
): Promise<void> {
  for (const { file, duplicates, areRows } of unsound) {
    const isDuplicate =
      duplicates === undefined
        ? undefined
        : (record: number, line: number) => duplicates.has(areRows === true ? line - 1 : record);
    const loaded = await loader.load([asLogFile(file)], file, isDuplicate);
    files.replace(file, loaded, duplicates === undefined);
  }
  // What was loaded by sight is compared with what was found sound before it.
  if (unsound.some(({ duplicates }) => duplicates === undefined)) scan.forget(files.readable);
}

/** Takes loaded records out that stand in a delivered file, too; was there any? */
export async function dropOverlap({ files, scan, index }: LoadedFolder): Promise<boolean> {
  const overlap = scan.takeOverlap();
  if (overlap.isEmpty) return false;
  let all = 0;
  for (const old of files.loadedBySight) {
    const { dropped, file } = await withoutOverlap(old, overlap);
    if (dropped > 0) files.swap(old, file, dropped);
    all += dropped;
  }
  if (all === 0) return false;
  index.unlearnOthers();
  return true;
}
