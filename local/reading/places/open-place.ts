import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { removeWhenStopped } from '../../files/remove-when-stopped';
import { UsageError } from '../../terminal/usage-error';
import { failing } from '../failing';
import { type KeptFile, keptInFile } from '../kept-in-file';
import { listFiles } from '../list-files';
import type { LogFile, LogFiles } from '../log-file';
import { fileChunks } from '../read-bytes';
import { type BucketPlace, bucketClient, listBucket, readBucketUrl } from './bucket';
import type { WantedKeys } from './bucket-window';
import { fetchedAhead } from './fetched-ahead';
import { placesOfKeys } from './place-of-key';

/** A file that could not be brought here, and why. */
export interface MissingFile {
  readonly path: string;
  readonly reason: string;
}

/** What lies at a place, as a folder or a file on this machine. */
export interface LocalCopy {
  readonly path: string;
  readonly missing: readonly MissingFile[];
}

/** Where logs lie: a folder, a file, a bucket, standard input. */
export interface OpenPlace {
  /** The files in order of delivery; a second call gives them once more. */
  files(): Promise<LogFiles>;
  /** The same bytes on this machine, for what needs files; those of a bucket are brought here. */
  local(): Promise<LocalCopy>;
  /** Removes what was brought here. */
  close(): Promise<void>;
}

export interface PlaceOptions {
  /** Which objects of a bucket are wanted - @default all */
  readonly wanted?: WantedKeys;
  /** @default that of the process */
  readonly standardInput?: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
}

/** The name of standard input on the command line. */
export const STANDARD_INPUT = '-';

/**
 * Opens what the command line names: a folder or a file by its path, `-` for standard input, `s3://bucket/prefix`. Close it
 * when it is read.
 *
 * @throws UsageError for a name that is none, and for standard input that is a terminal
 */
export async function openPlace(where: string, options: PlaceOptions = {}): Promise<OpenPlace> {
  if (where === STANDARD_INPUT) return await openStandardInput(options.standardInput ?? process.stdin);
  const bucket = readBucketUrl(where);
  if (bucket !== undefined) return openBucket(bucket, options.wanted);
  return {
    files: () => listFiles(where),
    local: async () => ({ path: where, missing: [] }),
    close: async () => {},
  };
}

async function openStandardInput(input: NonNullable<PlaceOptions['standardInput']>): Promise<OpenPlace> {
  if (input.isTTY === true) {
    throw new UsageError('- reads logs from standard input, which is a terminal; pipe something into it');
  }
  const kept: KeptFile = await keptInFile(input);
  const file: LogFile = {
    name: 'standard input',
    bytes: kept.bytes,
    localPath: kept.file,
    open: () => fileChunks(kept.file),
  };
  return {
    files: async () => [file],
    local: async () => ({ path: kept.file, missing: [] }),
    close: kept.remove,
  };
}

function openBucket(place: BucketPlace, wanted: WantedKeys | undefined): OpenPlace {
  const client = bucketClient();
  const files = () => refusingNone(fetchedAhead(listBucket(client, place, wanted)), place, wanted);
  let copy: { readonly local: LocalCopy; readonly remove: () => Promise<void> } | undefined;
  return {
    files: async () => files(),
    local: async () => {
      copy ??= await copied(files(), place);
      return copy.local;
    },
    close: async () => {
      client.destroy();
      await copy?.remove();
    },
  };
}

/** A window that misses everything in a bucket reads nothing, which is no all-clear. */
async function* refusingNone(
  files: AsyncIterable<LogFile>,
  { bucket, prefix }: BucketPlace,
  wanted: WantedKeys | undefined,
): AsyncGenerator<LogFile> {
  let isEmpty = true;
  for await (const file of files) {
    isEmpty = false;
    yield file;
  }
  if (!isEmpty) return;
  const asked = wanted !== undefined && Object.keys(wanted).length > 0;
  const why = asked
    ? 'holds nothing that was delivered in the window of --since and --until for the accounts that are asked about; ask without them to see what there is'
    : 'holds no object; give a bucket or a prefix with CloudTrail files or flow logs';
  throw new UsageError(`s3://${bucket}/${prefix} ${why}`);
}

async function copied(
  files: AsyncIterable<LogFile>,
  { prefix }: BucketPlace,
): Promise<{ readonly local: LocalCopy; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'harborwatch-'));
  const done = removeWhenStopped(folder);
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    done();
  };
  const above = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const missing: MissingFile[] = [];
  try {
    const placeOf = placesOfKeys(folder);
    for await (const file of files) {
      if (file.closed !== undefined) continue;
      // With all of its key, by which AWS's layout is known.
      const target = placeOf(`${above}${file.name}`);
      const fault = await failing(() => write(file, target));
      if (fault instanceof Error) missing.push({ path: file.name, reason: fault.message });
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { local: { path: folder, missing }, remove };
}

async function write(file: LogFile, target: string): Promise<undefined> {
  await mkdir(path.dirname(target), { recursive: true });
  await pipeline(Readable.from(file.open()), createWriteStream(target, { flags: 'wx' }));
}
