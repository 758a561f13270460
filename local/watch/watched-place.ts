import { stat } from 'node:fs/promises';
import { listFiles } from '../reading/list-files';
import type { LogFile } from '../reading/log-file';
import { bucketClient, listBucket, readBucketUrl } from '../reading/places/bucket';
import type { WantedKeys } from '../reading/places/bucket-window';

/** A file as one look found it. */
export interface WatchedFile {
  readonly file: LogFile;
  /** Another text once the file is another one: its size and when it was last written. */
  readonly version: string;
  /** Epoch milliseconds of the last change; undefined where files appear whole, as objects in a bucket do. */
  readonly changed: number | undefined;
}

/** A place that is looked at again and again. */
export interface WatchedPlace {
  /**
   * All that lies there now, in order of delivery; nothing of it is opened.
   *
   * @throws ReadFolderError, UsageError where it cannot be listed
   */
  look(): Promise<readonly WatchedFile[]>;
  close(): void;
}

/**
 * A folder, a file, or `s3://bucket/prefix`.
 *
 * @param wanted which objects of a bucket are listed
 */
export function watchedPlace(where: string, wanted: WantedKeys): WatchedPlace {
  const bucket = readBucketUrl(where);
  if (bucket === undefined) return { look: () => lookAtFolder(where), close: () => {} };
  const client = bucketClient();
  return {
    look: async () => {
      const found: WatchedFile[] = [];
      for await (const file of listBucket(client, bucket, wanted)) {
        if (isLog(file)) found.push({ file, version: String(file.bytes), changed: undefined });
      }
      return found;
    },
    close: () => client.destroy(),
  };
}

async function lookAtFolder(folder: string): Promise<readonly WatchedFile[]> {
  const found: WatchedFile[] = [];
  for (const file of (await listFiles(folder)).filter(isLog)) {
    const changed = file.localPath === undefined ? 0 : await changeOf(file.localPath);
    // Between listing and looking it may have gone.
    if (changed !== undefined) found.push({ file, version: `${file.bytes} ${changed}`, changed });
  }
  return found;
}

/** Settings, labels and hidden files are no logs, whoever changes them. */
function isLog({ closed }: LogFile): boolean {
  return closed?.as !== 'no-log';
}

async function changeOf(file: string): Promise<number | undefined> {
  try {
    return Math.floor((await stat(file)).mtimeMs);
  } catch {
    return undefined;
  }
}
