import { compileFlowLogFormat } from '../../records/flow-log-format';
import { messageOf } from '../../records/message-of';
import { TextPool } from '../../records/text-pool';
import { FileTally } from './file-tally';
import { type FileEntry, listFiles } from './list-files';
import type { LogSink } from './log-sink';
import { ParquetFiles } from './parquet-files';
import type { ReadContext } from './read-context';
import { ReadFolderError } from './read-folder-error';
import { readLogFile } from './read-log-file';
import { type FileReport, type ReadReport, totalReport } from './read-report';

export interface ReadOptions {
  /**
   * Format of flow logs that have no header line.
   * @default - AWS's default format
   */
  readonly flowLogFormat?: string;
  /**
   * Told as bytes are read (of files as they lie on disk) and when a file begins.
   * @default - nobody is told
   */
  readonly onProgress?: (bytesRead: number, bytesTotal: number, file: string) => void;
}

/**
 * Reads every log below a folder, in order of delivery, record by record into a sink: CloudTrail files, VPC flow logs
 * (text and Parquet) and CloudWatch Logs subscription payloads, plain or gzip. Files are told by their content. Memory
 * does not grow with them.
 *
 * @param folder a folder, or one file
 * @throws ReadFolderError when there is nothing to read: no such folder, an empty one, none with a known file
 * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
 */
export async function readFolder(
  folder: string,
  sink: LogSink,
  options: ReadOptions = {},
): Promise<ReadReport> {
  const { flowLogFormat: given, onProgress } = options;
  const flowLogFormat = given === undefined ? undefined : compileFlowLogFormat(given);
  const entries = await listFiles(folder);
  if (entries.length === 0) {
    throw new ReadFolderError(`${folder} is empty; expected CloudTrail files or VPC flow logs`);
  }
  const bytesTotal = entries.reduce(
    (sum, { bytes, leaveAlone }) => sum + (leaveAlone === undefined ? bytes : 0),
    0,
  );
  const pool = new TextPool();
  const parquet = new ParquetFiles();
  const files: FileReport[] = [];
  let bytesRead = 0;
  try {
    for (const entry of entries) {
      const tally = new FileTally(entry.path);
      const context: ReadContext = { sink, tally, place: { path: entry.path, line: 0 }, pool, flowLogFormat };
      const before = bytesRead;
      await readEntry(entry, context, parquet, (bytes) => {
        bytesRead += bytes;
        onProgress?.(bytesRead, bytesTotal, entry.path);
      });
      // A file that was given up, or of which reading failed, is done with too.
      bytesRead = before + (entry.leaveAlone === undefined ? entry.bytes : 0);
      files.push(tally.report());
    }
    onProgress?.(bytesTotal, bytesTotal, entries.at(-1)?.path ?? '');
  } finally {
    parquet.close();
  }
  throwIfNothingKnown(folder, files);
  return totalReport(files);
}

async function readEntry(
  entry: FileEntry,
  context: ReadContext,
  parquet: ParquetFiles,
  onRead: (bytes: number) => void,
): Promise<void> {
  const { tally } = context;
  if (entry.leaveAlone !== undefined) {
    tally.giveUp(entry.leaveAlone);
    return;
  }
  onRead(0);
  try {
    await readLogFile(entry, context, parquet, onRead);
  } catch (error) {
    if (!isFileError(error)) throw error;
    tally.fail(undefined, `cannot be read: ${messageOf(error)}`);
  }
}

/** A failure of the file system, such as a missing permission; anything else is a fault of the caller or ours. */
function isFileError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

/** One line per reason would bury the point; the first file's is an example. */
function throwIfNothingKnown(folder: string, files: readonly FileReport[]): void {
  if (files.some(({ kind, unreadableCount }) => kind !== 'unknown' || unreadableCount > 0)) return;
  const [first] = files;
  const count = files.length === 1 ? 'the one file' : `none of the ${files.length} files`;
  const verb = files.length === 1 ? 'is no' : 'is a';
  throw new ReadFolderError(
    `${count} in ${folder} ${verb} CloudTrail file or VPC flow log (${first?.path}: ${first?.reason}); expected CloudTrail JSON, flow logs as text or Parquet, plain or gzip; for flow logs without a header line give their format`,
  );
}
