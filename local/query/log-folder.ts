import path from 'node:path';
import { type DeliveredObject, readObjectKey } from '../../records/tables/object-key';
import type { TableName } from '../../records/tables/table-definition';
import { mayFitOthers } from '../files/as-pattern';
import { CopyFinder } from '../reading/copy-finder';
import { listFiles } from '../reading/list-files';
import type { LogFile } from '../reading/log-file';
import { fileChunks } from '../reading/read-bytes';

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
  /** Text that stands for Parquet has all that the flows of Parquet have. */
  readonly isOfParquet?: true;
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
  /** Anything else, and what DuckDB could take for the name of another file, to be understood record by record. */
  readonly others: readonly LogFile[];
  /** Files that hold no records of a table. */
  readonly skipped: readonly SkippedFile[];
}

/** Keys under which CloudTrail delivers digests, of which there is one an hour and region; whatever else lies there is looked into. */
const DIGESTS = /\/CloudTrail-Digest\/(?:.*\/)?\d{12}_CloudTrail-Digest_[^/]*$/;

/** How files end that another service than that of their key delivers: they were put there by somebody. */
const OTHERS_ENDINGS: Readonly<Partial<Record<TableName, RegExp>>> = {
  cloudtrail_logs: /\.(?:log|parquet)(?:\.gz)?$/,
  vpc_flow_logs: /\.json(?:\.gz)?$/,
};

/** Finds every log file under a folder (or the one file that `root` is). */
export async function indexLogFolder(root: string): Promise<LogFolder> {
  const delivered: TableFile[] = [];
  const others: LogFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of await listFiles(root)) {
    const { localPath, bytes = 0, closed } = file;
    const key = asKey(localPath ?? file.name);
    const object = localPath === undefined ? undefined : readObjectKey(key);
    if (closed?.as === 'no-log') skipped.push({ path: file.name, reason: closed.reason });
    else if (DIGESTS.test(key)) skipped.push({ path: file.name, reason: 'digest, holds no records' });
    else if (object === undefined || localPath === undefined || OTHERS_ENDINGS[object.table]?.test(key))
      others.push(file);
    else if (mayFitOthers(localPath)) others.push(file);
    else delivered.push({ path: localPath, table: object.table, bytes, delivered: object });
  }
  const copies = copiesOf(delivered, others);
  return {
    delivered,
    others: others.filter((file) => !copies.has(file)),
    skipped: [...skipped, ...[...copies].map(({ name }) => ({ path: name, reason: COPY }))],
  };
}

/**
 * A path as a key of a bucket is written, with `/`.
 *
 * @param separator of the machine's paths: where it is `/`, a backslash is a letter of a name
 */
export function asKey(file: string, separator: string = path.sep): string {
  return separator === '/' ? file : file.split(separator).join('/');
}

/** Why a file is left out whose records are there already. */
export const COPY = 'byte for byte a file that lies in the layout, too';

/** Files outside of the layout that are the same as one within it: a download that was kept twice. */
function copiesOf(delivered: readonly TableFile[], others: readonly LogFile[]): ReadonlySet<LogFile> {
  const sizes = new Set(others.map(({ bytes }) => bytes));
  const alike = delivered
    .filter(({ bytes }) => sizes.has(bytes))
    .map(
      ({ path, bytes }): LogFile => ({ name: path, bytes, localPath: path, open: () => fileChunks(path) }),
    );
  const found = new CopyFinder([...alike, ...others]);
  for (const file of alike) found.isCopy(file);
  const known = new Set(alike.map(({ bytes }) => bytes));
  return new Set(others.filter((file) => known.has(file.bytes ?? 0) && found.isCopy(file)));
}
