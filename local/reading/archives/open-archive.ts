import type { LogFile } from '../log-file';
import { isTar, tarMembers } from './tar-members';
import type { ArchiveBudget } from './unpack-budget';
import { isZip, zipMembers } from './zip-members';

/** How many of the first bytes tell an archive. */
export const ARCHIVE_HEAD_BYTES: number = 512;

/**
 * The members of an archive, each a file of its own, in order of delivery where the archive can be gone through at will.
 *
 * @param name of the archive; members are `${name}!${path}`
 * @param bytes of the archive, from the first; when all members are taken they have been read to their end
 * @param localPath where the archive lies as a file of its own
 */
export type TakeApart = (
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  budget: ArchiveBudget,
  localPath?: string,
) => AsyncIterable<LogFile>;

/** How an archive with these first bytes is taken apart; undefined for what is none. */
export function archiveOf(head: Buffer): TakeApart | undefined {
  if (isZip(head)) return zipMembers;
  return isTar(head) ? tarMembers : undefined;
}

/** First bytes of packed files that are not unpacked, by the formats' own definitions. */
const PACKED_OTHERWISE: readonly (readonly [string, string])[] = [
  ['7z\xbc\xaf\x27\x1c', '7z'],
  ['Rar!\x1a\x07', 'RAR'],
  ['BZh', 'bzip2'],
  ['\xfd7zXZ\0', 'xz'],
  ['\x04\x22\x4d\x18', 'LZ4'],
  ['\x1f\x9d', 'compress'],
];

/** What a packed file is that may hold logs and is not unpacked; undefined for anything else. */
export function packedOtherwise(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 8);
  return PACKED_OTHERWISE.find(([magic]) => text.startsWith(magic))?.[1];
}
