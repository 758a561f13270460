import { isUtf8 } from 'node:buffer';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail-record';
import type { FlowLogLine } from '../../records/flow-log-line';
import type { DeliveredObject } from '../../records/tables/object-key';
import type { TableDefinition } from '../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../records/tables/tables';
import { removeWhenStopped } from '../files/remove-when-stopped';
import type { ArchiveLimits } from '../reading/archives/unpack-budget';
import type { LogFiles } from '../reading/log-file';
import type { LogSink } from '../reading/log-sink';
import { readLogFiles } from '../reading/read-folder';
import type { ReadReport } from '../reading/read-report';
import { SeenRecords } from '../reading/seen-records';
import { conform } from './conform';
import type { TableFile } from './log-folder';

const PIECE_CHARACTERS = 1 << 20;
const HAS_MILLISECONDS = /(?:^| )\d{13,}(?: |$)/;

/** What came of loading files: the files that DuckDB is to read in their place, and what the reader says of them. */
export interface Loaded {
  readonly files: readonly TableFile[];
  readonly report: ReadReport;
}

/**
 * Understands files as `replay` does and writes what it accepts to files that DuckDB reads without doubt: JSON lines
 * of known members, and flow log lines of one format each.
 */
export class RecordLoader {
  readonly #flowLogFormat: string | undefined;
  readonly #archiveLimits: ArchiveLimits | undefined;
  readonly #folder: string;
  readonly #done: () => void;
  readonly #seen = new SeenRecords();
  #loads = 0;

  constructor(flowLogFormat: string | undefined, archiveLimits?: ArchiveLimits) {
    this.#flowLogFormat = flowLogFormat;
    this.#archiveLimits = archiveLimits;
    this.#folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-'));
    this.#done = removeWhenStopped(this.#folder);
  }

  /** Where the files lie that DuckDB is to read. */
  get folder(): string {
    return this.#folder;
  }

  /**
   * @param isDuplicate says of each record, counted from 0, whether it is one; by default what was loaded before is
   * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
   */
  async load(
    files: LogFiles,
    delivered?: DeliveredObject,
    isDuplicate?: (record: number) => boolean,
  ): Promise<Loaded> {
    this.#loads += 1;
    const tables = new TableWriter(path.join(this.#folder, String(this.#loads)), this.#seen, isDuplicate);
    const flowLogFormat = this.#flowLogFormat;
    const report = await readLogFiles(files, tables, {
      flowColumns: 'all',
      ...(flowLogFormat !== undefined && { flowLogFormat }),
      ...(this.#archiveLimits !== undefined && { archiveLimits: this.#archiveLimits }),
    });
    return { files: tables.finish(delivered), report };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#done();
  }
}

/** Lines on their way to a file. */
class LineFile {
  readonly path: string;
  readonly table: TableDefinition;
  readonly fields: readonly string[] | undefined;
  bytes = 0;
  #held = '';

  constructor(file: string, table: TableDefinition, fields?: readonly string[]) {
    this.path = file;
    this.table = table;
    this.fields = fields;
  }

  add(line: string): void {
    this.#held += `${line}\n`;
    if (this.#held.length > PIECE_CHARACTERS) this.flush();
  }

  flush(): void {
    const latin1 = this.fields === undefined ? undefined : Buffer.from(this.#held, 'latin1');
    // Flow log lines are cut as latin1: their bytes are as they were, UTF-8 in what AWS writes.
    const bytes =
      latin1 !== undefined && isUtf8(latin1) && !/[^\0-\xff]/.test(this.#held)
        ? latin1
        : Buffer.from(this.#held);
    appendFileSync(this.path, bytes);
    this.bytes += bytes.length;
    this.#held = '';
  }
}

class TableWriter implements LogSink {
  readonly #prefix: string;
  readonly #seen: SeenRecords;
  readonly #isDuplicate: ((record: number) => boolean) | undefined;
  readonly #files = new Map<string, LineFile>();
  #records = 0;

  constructor(prefix: string, seen: SeenRecords, isDuplicate: ((record: number) => boolean) | undefined) {
    this.#prefix = prefix;
    this.#seen = seen;
    this.#isDuplicate = isDuplicate;
  }

  cloudTrail(record: CloudTrailRecord): string | undefined {
    if (this.#isKnown(() => this.#seen.isKnownEvent(record.eventID))) return 'duplicate';
    this.#json(TABLE_BY_NAME.cloudtrail_logs, record);
    return undefined;
  }

  flow(line: FlowLogLine): string | undefined {
    if (this.#isKnown(() => this.#seen.isKnownFlow(line))) return 'duplicate';
    const { names } = line.format;
    const file = this.#file(names.join(' '), TABLE_BY_NAME.vpc_flow_logs, names);
    file.add(HAS_MILLISECONDS.test(line.view) ? inSeconds(line) : line.view);
    return undefined;
  }

  window(line: FlowLogLine): string | undefined {
    return this.flow(line);
  }

  container(line: JsonObject): string | undefined {
    this.#records += 1;
    this.#json(TABLE_BY_NAME.container_logs, line);
    return undefined;
  }

  finish(delivered: DeliveredObject | undefined): readonly TableFile[] {
    return [...this.#files.values()].map((file) => {
      file.flush();
      const { path: at, table, bytes, fields } = file;
      return {
        path: at,
        table: table.name,
        bytes,
        delivered,
        isLoaded: true,
        ...(fields !== undefined && { fields }),
      };
    });
  }

  #isKnown(bySight: () => boolean): boolean {
    const record = this.#records;
    this.#records += 1;
    return this.#isDuplicate === undefined ? bySight() : this.#isDuplicate(record);
  }

  #json(table: TableDefinition, record: JsonObject): void {
    this.#file(table.name, table).add(JSON.stringify(conform(record, table.columns)));
  }

  #file(key: string, table: TableDefinition, fields?: readonly string[]): LineFile {
    let file = this.#files.get(key);
    if (file === undefined) {
      file = new LineFile(
        `${this.#prefix}-${this.#files.size}.${fields === undefined ? 'jsonl' : 'log'}`,
        table,
        fields,
      );
      this.#files.set(key, file);
    }
    return file;
  }
}

/** The line with its times in seconds. */
function inSeconds(line: FlowLogLine): string {
  const fields = line.toFields();
  return line.format.names.map((name) => fields[name] ?? '-').join(' ');
}
