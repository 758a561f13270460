import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { messageOf } from '../../records/values/message-of';
import { TextPool } from '../../records/values/text-pool';
import type { FilesAhead } from './ahead/files-ahead';
import { workersFor } from './ahead/workers-for';
import { ArchiveBudget, type ArchiveLimits, UnpackBudget } from './archives/unpack-budget';
import { CopyFinder } from './copy-finder';
import { failing } from './failing';
import { FileTally } from './file-tally';
import { KnownFormats } from './known-formats';
import { listFiles, ownFileOf } from './list-files';
import type { LogFile, LogFiles } from './log-file';
import type { LogSink } from './log-sink';
import { ParquetFiles } from './parquet/parquet-files';
import type { ReadContext } from './read-context';
import { expectKnown, ReadFolderError } from './read-folder-error';
import { canWait, ReadLater } from './read-later';
import { type Members, readLogFile } from './read-log-file';
import { type FileReport, type ReadReport, totalReport } from './read-report';

export interface ReadOptions {
  /**
   * Format of flow logs that have no header line.
   * @default - AWS's default format
   */
  readonly flowLogFormat?: string;
  /**
   * Columns of Parquet flow logs that are read.
   * @default - those that analysis looks at
   */
  readonly flowColumns?: ReadContext['flowColumns'];
  /**
   * How far archives are unpacked.
   * @default - `ARCHIVE_LIMITS`
   */
  readonly archiveLimits?: ArchiveLimits;
  /**
   * Are the short ways taken, which change nothing but the time? For tests and measurements.
   * @default true
   */
  readonly isQuick?: boolean;
  /**
   * How many threads unpack files before their turn comes.
   * @default 0
   */
  readonly workers?: number | 'as useful';
  /**
   * Told as bytes are read (of files as they lie on disk) and when a file begins.
   * @default - nobody is told
   */
  readonly onProgress?: (bytesRead: number, bytesTotal: number, file: string) => void;
  /** Strings that readings of one file each have in common - @default a reading has its own */
  readonly pool?: TextPool;
}

/**
 * Reads every log below a folder, in order of delivery, record by record into a sink: CloudTrail files, VPC flow logs
 * (text and Parquet) and what AWS's tools wrap them in, plain or gzip. Files are told by their content. Memory does not
 * grow with them.
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
  // Before the folder is listed, which takes long: a wrong format is told at once.
  if (options.flowLogFormat !== undefined) compileFlowLogFormat(options.flowLogFormat);
  return await readPlace(folder, await listFiles(folder), sink, options);
}

/**
 * The same for the files of any place.
 *
 * @param place what people call it
 * @throws ReadFolderError when there is nothing to read: no file, or none of a known kind
 * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
 */
export async function readPlace(
  place: string,
  files: LogFiles,
  sink: LogSink,
  options: ReadOptions = {},
): Promise<ReadReport> {
  const report = await readLogFiles(files, sink, options);
  if (report.files.length === 0) {
    throw new ReadFolderError(`${place} is empty; expected CloudTrail files or VPC flow logs`);
  }
  expectKnown(place, report.files);
  return report;
}

/**
 * The same for files wherever they lie; what is no log is in the report like the rest.
 *
 * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
 */
export async function readLogFiles(
  files: LogFiles,
  sink: LogSink,
  options: ReadOptions = {},
): Promise<ReadReport> {
  const {
    flowLogFormat: given,
    flowColumns = 'analyzed',
    onProgress,
    archiveLimits,
    isQuick = true,
    workers = 0,
  } = options;
  const flowLogFormat = given === undefined ? undefined : compileFlowLogFormat(given);
  const bytesTotal = Array.isArray(files) ? sizeOf(files as readonly LogFile[]) : Number.NaN;
  const list = Array.isArray(files) ? (files as readonly LogFile[]) : [];
  const parquet = new ParquetFiles(list);
  const threads = workers === 'as useful' ? workersFor(list) : workers;
  const ahead = threads > 0 && list.length > 0 ? filesAhead(list, threads) : undefined;
  const unpacking = new UnpackBudget(archiveLimits);
  const shared = {
    pool: options.pool ?? new TextPool(),
    copies: new CopyFinder(list),
    formats: new KnownFormats(),
    flowLogFormat,
    flowColumns,
    isQuick,
    ahead,
  };
  const reported: { report?: FileReport }[] = [];
  const later: (() => Promise<void>)[] = [];
  let bytesRead = 0;

  const read = async (file: LogFile, level: number, within: ArchiveBudget | undefined): Promise<void> => {
    const tally = new FileTally(file.name);
    const budget = within ?? new ArchiveBudget(unpacking, file.bytes);
    const place = { path: file.name, line: 0 };
    const mayWait = (level > 0 || list.length !== 1) && canWait(file);
    const context: ReadContext = { ...shared, sink, tally, place, level, budget, mayWait };
    const before = bytesRead;
    const onRead = (bytes: number) => {
      // The bytes of a member have been counted as its archive's.
      if (level === 0) bytesRead += bytes;
      onProgress?.(bytesRead, bytesTotal, file.name);
    };
    // An archive stands before its members, and a file that waits where it lies.
    const own: { report?: FileReport } = {};
    reported.push(own);
    try {
      const members = await readEntry(file, context, parquet, onRead);
      if (members !== undefined) {
        tally.known('archive');
        await readMembers(members, tally, (member) => read(member, level + 1, budget));
      }
      own.report = tally.report();
    } catch (error) {
      if (!(error instanceof ReadLater)) throw error;
      const again = error.file ?? file;
      later.push(async () => {
        const anew = new FileTally(file.name);
        const last = {
          ...context,
          tally: anew,
          place: { ...place, line: 0 },
          mayWait: false,
          ahead: undefined,
        };
        await readEntry(again, last, parquet, () => undefined);
        own.report = anew.report();
      });
    }
    // A file that was given up, or of which reading failed, is done with too.
    if (level === 0 && file.closed === undefined) bytesRead = before + (file.bytes ?? bytesRead - before);
  };

  let reports: readonly FileReport[];
  try {
    for await (const file of files) await read(file, 0, undefined);
    for (const readOne of later) await readOne();
    reports = reported.flatMap(({ report }) => report ?? []);
    onProgress?.(bytesTotal, bytesTotal, reports.at(-1)?.path ?? '');
  } finally {
    await parquet.close();
    await ahead?.close();
  }
  return totalReport(reports);
}

/** Loaded where there are workers to start. */
function filesAhead(files: readonly LogFile[], workers: number): FilesAhead {
  const module = require('./ahead/files-ahead') as typeof import('./ahead/files-ahead');
  return new module.FilesAhead(files, workers);
}

/** An archive that is damaged, or goes on beyond a limit, is told as itself; its members so far have been read. */
async function readMembers(
  members: AsyncIterable<LogFile>,
  tally: FileTally,
  read: (member: LogFile) => Promise<void>,
): Promise<void> {
  const list = members[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await failing(() => list.next());
      if (next instanceof Error) tally.fail(undefined, `what is in it cannot all be read: ${next.message}`);
      if (next instanceof Error || next.done === true) break;
      await read(next.value);
    }
  } finally {
    await failing(async () => list.return?.());
  }
}

function sizeOf(files: readonly LogFile[]): number {
  return files.reduce((sum, { bytes = 0, closed }) => sum + (closed === undefined ? bytes : 0), 0);
}

async function readEntry(
  file: LogFile,
  context: ReadContext,
  parquet: ParquetFiles,
  onRead: (bytes: number) => void,
): Promise<Members> {
  const { tally } = context;
  if (file.closed !== undefined) {
    if (file.closed.as === 'no-log') tally.giveUp(file.closed.reason);
    else tally.fail(undefined, file.closed.reason);
    return undefined;
  }
  onRead(0);
  try {
    const members = await readLogFile(file, context, parquet, onRead);
    const own = ownFileOf(file.name);
    if (own !== undefined && tally.kind === 'unknown' && tally.unreadableCount === 0) tally.giveUp(own);
    return members;
  } catch (error) {
    if (!isFileError(error)) throw error;
    tally.fail(undefined, `cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}

/** A failure of the file system, such as a missing permission; anything else is a fault of the caller or ours. */
function isFileError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
