import { type DeliveredObject, readObjectKey } from '../../records/tables/object-key';
import type { TableName } from '../../records/tables/table-definition';
import { listFiles } from '../reading/list-files';
import type { LogFile } from '../reading/log-file';

/** A file that DuckDB reads for one table; `delivered` is what its key says, undefined outside of AWS's layouts. */
export interface TableFile {
  readonly path: string;
  readonly table: TableName;
  readonly bytes: number;
  readonly delivered: DeliveredObject | undefined;
  /** AWS names of the fields of a text file without a header, where they are known already. */
  readonly fields?: readonly string[];
  /** Was it written from records that the reader understood? Then it is as it should be. */
  readonly isLoaded?: true;
}

/** A file that a query reads in part or not at all, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** The files of a folder by how they come into a table. */
export interface LogFolder {
  /** In AWS's layout, to be read by DuckDB itself. */
  readonly delivered: readonly TableFile[];
  /** Anything else, to be understood record by record. */
  readonly others: readonly LogFile[];
  /** Files that hold no records of a table. */
  readonly skipped: readonly SkippedFile[];
}

/** Keys below which CloudTrail delivers something else than records. */
const NOT_RECORDS = /\/(CloudTrail-Digest|CloudTrail-Insight|CloudTrail-NetworkActivity)\//;

/** Finds every log file under a folder (or the one file that `root` is). */
export async function indexLogFolder(root: string): Promise<LogFolder> {
  const delivered: TableFile[] = [];
  const others: LogFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of await listFiles(root)) {
    const { localPath, bytes = 0, closed } = file;
    const key = localPath ?? file.name;
    const object = localPath === undefined ? undefined : readObjectKey(localPath);
    if (closed?.as === 'no-log') skipped.push({ path: file.name, reason: closed.reason });
    else if (NOT_RECORDS.test(key))
      skipped.push({ path: file.name, reason: 'digest or insight file, holds no records' });
    else if (object === undefined || localPath === undefined) others.push(file);
    else delivered.push({ path: localPath, table: object.table, bytes, delivered: object });
  }
  return { delivered, others, skipped };
}
