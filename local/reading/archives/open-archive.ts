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
