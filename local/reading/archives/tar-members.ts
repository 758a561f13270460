import { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import type { LogFile } from '../log-file';
import { closedMember, memberFile } from './member-file';
import type { ArchiveBudget } from './unpack-budget';

const HEADER_BYTES = 512;
const CHECKSUM_AT = 148;
const CHECKSUM_BYTES = 8;
const BLANK = 32;

/** A tar begins with a header whose checksum holds (POSIX.1-1988, "ustar"; older ones have no other mark). */
export function isTar(head: Buffer): boolean {
  if (head.length < HEADER_BYTES || head[0] === 0) return false;
  const written = head.toString('latin1', CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES);
  const octal = /^ *([0-7]{1,7})[ \0]/.exec(written)?.[1];
  if (octal === undefined) return false;
  let sum = CHECKSUM_BYTES * BLANK;
  for (let at = 0; at < HEADER_BYTES; at += 1) {
    if (at < CHECKSUM_AT || at >= CHECKSUM_AT + CHECKSUM_BYTES) sum += head[at] ?? 0;
  }
  return sum === Number.parseInt(octal, 8);
}

/**
 * The files of a tar, as they come. Whatever of one is not read is passed over before the next.
 *
 * @throws Error when the bytes end before the tar does
 */
export async function* tarMembers(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  budget: ArchiveBudget,
): AsyncGenerator<LogFile> {
  const source = Readable.from(bytes);
  const tar = extract();
  source.on('error', (error) => tar.destroy(error));
  source.pipe(tar);
  try {
    for await (const entry of tar) {
      const pieces = entry[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      if (entry.header.type !== 'directory') {
        budget.takeMember();
        budget.take(entry.header.size);
        yield describe(name, entry.header, pieces);
      }
      for (let piece = await pieces.next(); piece.done !== true; ) piece = await pieces.next();
    }
  } finally {
    source.destroy();
    tar.destroy();
  }
}

function describe(archive: string, { name, size, type }: Header, pieces: AsyncIterator<Buffer>): LogFile {
  if (type === 'symlink' || type === 'link') return closedMember(archive, name, 'no-log', 'link');
  if (type !== 'file' && type !== 'contiguous-file')
    return closedMember(archive, name, 'no-log', 'not a regular file');
  return memberFile(archive, name, size, () => untilDone(pieces));
}

/** Ending early ends nothing but itself: the stream of an entry that is given up would take the whole tar along. */
async function* untilDone(pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) yield piece.value;
}
