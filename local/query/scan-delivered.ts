import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import type { FlowLogLine } from '../../records/flow-log-line';
import type { LogFile } from '../reading/log-file';
import type { LogSink } from '../reading/log-sink';
import { fileChunks } from '../reading/read-bytes';
import { readLogFiles } from '../reading/read-folder';
import type { FileReport } from '../reading/read-report';
import { SeenRecords } from '../reading/seen-records';
import type { TableFile } from './log-folder';

/** A file in AWS's layout of which DuckDB would give other rows than `replay` analyzes. */
export interface UnsoundFile {
  readonly file: TableFile;
  /** Which of its records, counted from 0, were read before. */
  readonly duplicates: ReadonlySet<number>;
}

const HAS_MILLISECONDS = /(?:^| )\d{13,}(?: |$)/;
/** What is counted and changes no row. */
const HARMLESS: ReadonlySet<string> = new Set(['NODATA', 'SKIPDATA']);

/**
 * Reads files as `replay` does and tells those of which DuckDB's own readers cannot be trusted to give the same rows:
 * damaged, odd in any record or line, or with records that were read before. DuckDB looks neither at a checksum nor at
 * the end: of a text file that is cut in half it gives half of the lines, without a word.
 */
export class DeliveredScan {
  readonly #seen = new SeenRecords();
  /** Files that were found sound. */
  readonly #sound = new Set<string>();

  /** Beside a query that is running; stops between two files when told to. */
  async unsoundAmong(files: readonly TableFile[], signal?: AbortSignal): Promise<readonly UnsoundFile[]> {
    const unsound: UnsoundFile[] = [];
    for (const file of files) {
      if (signal?.aborted === true) break;
      if (file.isLoaded === true || this.#sound.has(file.path)) continue;
      if (file.path.endsWith('.parquet')) continue;
      const sink = new ScanSink(this.#seen);
      const { files: reports } = await readLogFiles([asLogFile(file)], sink);
      if (isSound(reports[0], file, sink)) this.#sound.add(file.path);
      else unsound.push({ file, duplicates: sink.duplicates });
      await setImmediate();
    }
    return unsound;
  }
}

export function asLogFile({ path: file, bytes }: TableFile): LogFile {
  return { name: file, bytes, localPath: path.resolve(file), open: () => fileChunks(file) };
}

class ScanSink implements LogSink {
  readonly duplicates = new Set<number>();
  records = 0;
  hasMilliseconds = false;
  isOneList = true;
  readonly #seen: SeenRecords;

  constructor(seen: SeenRecords) {
    this.#seen = seen;
  }

  cloudTrail(record: CloudTrailRecord): string | undefined {
    return this.#count(this.#seen.isKnownEvent(record.eventID));
  }

  flow(line: FlowLogLine): string | undefined {
    this.hasMilliseconds ||= HAS_MILLISECONDS.test(line.view);
    return this.#count(this.#seen.isKnownFlow(line));
  }

  window(line: FlowLogLine): string | undefined {
    return this.flow(line);
  }

  container(): string | undefined {
    return this.#count(false);
  }

  document(isOneList: boolean): void {
    this.isOneList = isOneList;
  }

  #count(isDuplicate: boolean): string | undefined {
    if (isDuplicate) this.duplicates.add(this.records);
    this.records += 1;
    return isDuplicate ? 'duplicate' : undefined;
  }
}

function isSound(report: FileReport | undefined, file: TableFile, sink: ScanSink): boolean {
  if (report === undefined || report.unreadableCount > 0 || sink.hasMilliseconds) return false;
  if (report.notes !== undefined || (file.table === 'cloudtrail_logs' && !sink.isOneList)) return false;
  if (Object.keys(report.remarks ?? {}).some((remark) => !HARMLESS.has(remark))) return false;
  const { header = 0, ...skipped } = report.skipped;
  if (Object.keys(skipped).length > 0 || header > 1) return false;
  return report.analyzed === 0 || KIND_OF[file.table] === report.kind;
}

const KIND_OF: Readonly<Record<TableFile['table'], FileReport['kind']>> = {
  cloudtrail_logs: 'cloudtrail',
  vpc_flow_logs: 'flow-log-text',
  container_logs: 'container-log',
};
