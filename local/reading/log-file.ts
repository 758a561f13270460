/**
 * One file of logs, wherever it lies: below a folder, inside of an archive, in a bucket, on standard input. The reader
 * and `query`'s loader take these and know no other way to bytes.
 *
 * What it promises:
 * - `open` gives the stored bytes from the first to the last, in chunks of any size, none of which is changed after it
 *   was given. It is called once at most, and before the next file of the same list is asked for; so a member of a tar
 *   can be cut from the stream that all members share. What the reader does not take (it may stop early) is dropped by
 *   the iterator's `return`. Nothing is held back: at most a chunk or two lie in memory.
 * - It throws where the bytes end before the file does (a damaged archive, a connection that breaks); what was given
 *   before is read, and the error's message becomes the reason.
 * - With `localPath` the same bytes lie there as a file that may be read at any time, again, by another thread and by
 *   DuckDB. Without it, what needs a file (Parquet) is kept in a temporary one by the reader.
 * - Bytes are as stored: gzip, Parquet and the archives are told and unpacked by the reader, not by the place.
 *
 * A list of files can be had again for a second pass (the audit after a replay) by listing the place again; where that
 * cannot be, as with standard input, whoever lists it keeps the bytes in a temporary file and gives its `localPath`.
 */
export interface LogFile {
  /** As people are told it, unique in its list: relative to the place with `/`, `evidence.zip!AWSLogs/x.json.gz` for members. */
  readonly name: string;
  /** Bytes as stored; undefined where nobody knows before they are read. */
  readonly bytes: number | undefined;
  /** Absolute path, where the bytes lie on this machine as a file of their own. */
  readonly localPath?: string;
  /**
   * Why it is not opened, and what that means: `no-log` for what cannot hold records (our own settings, a link to a
   * folder that is read already), `unreadable` for what may have held some (no permission, a name that is no text).
   */
  readonly closed?: { readonly as: 'no-log' | 'unreadable'; readonly reason: string };
  open(): AsyncIterable<Uint8Array>;
}

/** The files of a place in order of delivery; a list that is long or far away comes bit by bit. */
export type LogFiles = readonly LogFile[] | AsyncIterable<LogFile>;

/**
 * Takes an archive apart. The reader calls it with what it has told by the first bytes, and reads each member as a file of
 * its own, with a report of its own.
 *
 * @param name of the archive; members are `${name}!${path}`
 * @param bytes of the archive, from the first; when all members are taken they have been read to their end
 * @returns undefined when the first bytes are those of no archive
 */
export type ArchiveOpener = (
  head: Uint8Array,
) =>
  | ((name: string, bytes: AsyncIterable<Uint8Array>, localPath?: string) => AsyncIterable<LogFile>)
  | undefined;
