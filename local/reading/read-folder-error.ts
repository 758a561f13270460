import type { FileReport } from './read-report';

/** There is nothing to read: no such folder, an empty one, or none with a known file. */
export class ReadFolderError extends Error {
  override readonly name = 'ReadFolderError';
}

/**
 * Refuses a place with no log in it. One line per reason would bury the point; the first file's is an example.
 *
 * @throws ReadFolderError
 */
export function expectKnown(folder: string, files: readonly FileReport[]): void {
  const isLog = ({ kind, records }: FileReport) => (kind !== 'unknown' && kind !== 'archive') || records > 0;
  if (files.some(isLog)) return;
  const first = files.find(({ kind }) => kind === 'unknown') ?? files[0];
  const count = files.length === 1 ? 'the one file' : `none of the ${files.length} files`;
  const verb = files.length === 1 ? 'is no' : 'is a';
  throw new ReadFolderError(
    `${count} in ${folder} ${verb} CloudTrail file or VPC flow log (${first?.path}: ${first?.reason}); expected CloudTrail JSON, flow logs as text or Parquet, plain, packed or in an archive; for flow logs without a header line give their format`,
  );
}
