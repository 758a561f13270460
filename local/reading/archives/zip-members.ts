import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { keptInFile } from '../kept-in-file';
import type { LogFile } from '../log-file';
import { closedMember, memberFile } from './member-file';
import type { ArchiveBudget } from './unpack-budget';

const ZIP_MARKS: ReadonlySet<string> = new Set(['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08']);
/** Upper half of the external attributes: the mode of the file, where Unix made the archive (APPNOTE 4.4.15). */
const MODE_SHIFT = 16;
const FILE_TYPE = 0o170000;
const LINK = 0o120000;

export function isZip(head: Buffer): boolean {
  return ZIP_MARKS.has(head.toString('latin1', 0, 4));
}

/**
 * The files of a zip by name, which is the order of delivery. Its directory stands at its end, so an archive that comes
 * as a stream is kept in a temporary file first.
 *
 * @throws Error when the directory is missing or damaged
 */
export async function* zipMembers(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  budget: ArchiveBudget,
  localPath?: string,
): AsyncGenerator<LogFile> {
  const kept = localPath === undefined ? await keptInFile(bytes) : undefined;
  try {
    const zip = await openPromise(localPath ?? kept?.file ?? '', { autoClose: false, decodeStrings: false });
    try {
      for (const { path, entry } of await entriesOf(zip, budget))
        yield describe(name, path, entry, zip, budget);
    } finally {
      zip.close();
    }
  } finally {
    await kept?.remove();
  }
}

interface NamedEntry {
  readonly path: string;
  readonly entry: Entry;
}

async function entriesOf(zip: ZipFile, budget: ArchiveBudget): Promise<readonly NamedEntry[]> {
  const entries: NamedEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    const path = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
    if (path.endsWith('/')) continue;
    budget.takeMember();
    entries.push({ path, entry });
  }
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function describe(archive: string, path: string, entry: Entry, zip: ZipFile, budget: ArchiveBudget): LogFile {
  if (entry.isEncrypted())
    return closedMember(archive, path, 'unreadable', 'encrypted; unpack it with its password');
  if (!entry.canDecodeFileData()) {
    const reason = `packed by method ${entry.compressionMethod}, which is not read; unpack it yourself`;
    return closedMember(archive, path, 'unreadable', reason);
  }
  if (((entry.externalFileAttributes >>> MODE_SHIFT) & FILE_TYPE) === LINK)
    return closedMember(archive, path, 'no-log', 'link');
  return memberFile(archive, path, entry.uncompressedSize, () => unpacked(zip, entry, budget));
}

/** The library checks sizes, and leaves the checksum to its caller. */
async function* unpacked(zip: ZipFile, entry: Entry, budget: ArchiveBudget): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const bytes = chunk as Buffer;
    budget.take(bytes.length);
    sum = crc32(bytes, sum);
    yield bytes;
  }
  if (sum !== entry.crc32) throw new Error("the zip's checksum of it is wrong");
}
