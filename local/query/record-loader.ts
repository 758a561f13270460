import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowLogLine } from '../../records/flow-logs/flow-log-line';
import type { TableDefinition, TableName } from '../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../records/tables/tables';
import { removeWhenStopped } from '../files/remove-when-stopped';
import type { ArchiveLimits } from '../reading/archives/unpack-budget';
import type { LogFiles } from '../reading/log-file';
import type { LogSink, Place } from '../reading/log-sink';
import { readLogFiles } from '../reading/read-folder';
import type { ReadReport } from '../reading/read-report';
import { conform } from './conform';
import { LineFile } from './line-file';
import type { TableFile } from './log-folder';
import { FactsOfFile } from './scan/file-facts';
import { hasMilliseconds } from './scan/milliseconds';
import { Seen } from './scan/seen';
import { wordsOfLine } from './scan/seen-flows';

/** Is it one? Of a record, counted from 0, that stands on a line or row, counted from 1. */
export type IsDuplicate = (record: number, line: number) => boolean;

/** What was seen of one file's records while they were loaded. */
export interface LoadedFile {
  readonly table: TableName;
  readonly facts: FactsOfFile;
  /** Names of the fields of its flow log lines, each format once. */
  readonly formats: ReadonlySet<string>;
  readonly hasMilliseconds: boolean;
  readonly isOneList: boolean;
  readonly isOfOneTable: boolean;
}

/** What came of loading files. */
export interface Loaded {
  /** What DuckDB is to read in their place. */
  readonly files: readonly TableFile[];
  /** What the reader says of them. */
  readonly report: ReadReport;
  /** By the name that the report has for it; files without records are absent. */
  readonly contents: ReadonlyMap<string, LoadedFile>;
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
  /** What was loaded whatever the question. */
  readonly seen = new Seen();
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
   * @param original the one file in whose place DuckDB is to read what is loaded
   * @param isDuplicate @default - what was loaded before is one
   * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
   */
  async load(files: LogFiles, original?: TableFile, isDuplicate?: IsDuplicate): Promise<Loaded> {
    this.#loads += 1;
    const tables = new TableWriter(path.join(this.#folder, String(this.#loads)), this.seen, isDuplicate);
    const flowLogFormat = this.#flowLogFormat;
    const report = await readLogFiles(files, tables, {
      flowColumns: 'all',
      ...(flowLogFormat !== undefined && { flowLogFormat }),
      ...(this.#archiveLimits !== undefined && { archiveLimits: this.#archiveLimits }),
    });
    return { files: tables.finish(original), report, contents: tables.contents };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#done();
  }
}

interface Content extends LoadedFile {
  readonly formats: Set<string>;
  format: FlowLogLine['format'] | undefined;
  hasMilliseconds: boolean;
  isOneList: boolean;
  isOfOneTable: boolean;
}

class TableWriter implements LogSink {
  readonly contents = new Map<string, Content>();
  #content: Content | undefined;
  #contentPath = '';
  readonly #prefix: string;
  readonly #seen: Seen;
  readonly #isDuplicate: IsDuplicate | undefined;
  readonly #files = new Map<string, LineFile>();
  #records = 0;

  constructor(prefix: string, seen: Seen, isDuplicate: IsDuplicate | undefined) {
    this.#prefix = prefix;
    this.#seen = seen;
    this.#isDuplicate = isDuplicate;
  }

  cloudTrail(record: CloudTrailRecord, _text: string, place: Place): string | undefined {
    this.#of(place, 'cloudtrail_logs').facts.cloudTrail(record);
    if (this.#isKnown(() => this.#seen.isKnownEvent(record.eventID), place)) return 'duplicate';
    this.#json(TABLE_BY_NAME.cloudtrail_logs, record);
    return undefined;
  }

  flow(line: FlowLogLine, place: Place): string | undefined {
    return this.#line(line, false, place);
  }

  #line(line: FlowLogLine, isWindow: boolean, place: Place): string | undefined {
    const content = this.#of(place, 'vpc_flow_logs');
    const { names } = line.format;
    const isInMilliseconds = hasMilliseconds(line);
    content.facts.flow(line);
    content.hasMilliseconds ||= isInMilliseconds;
    if (content.format !== line.format) content.formats.add(names.join(' '));
    content.format = line.format;
    const isKnown = () => {
      const words = wordsOfLine(line, isWindow);
      return words !== undefined && this.#seen.isKnownFlow(...words);
    };
    if (this.#isKnown(isKnown, place)) return 'duplicate';
    const file = this.#file(names.join(' '), TABLE_BY_NAME.vpc_flow_logs, names);
    file.add(isInMilliseconds ? inSeconds(line) : line.view);
    return undefined;
  }

  window(line: FlowLogLine, _status: 'NODATA' | 'SKIPDATA', place: Place): string | undefined {
    return this.#line(line, true, place);
  }

  container(line: JsonObject, place: Place): string | undefined {
    this.#of(place, 'container_logs').facts.other();
    this.#records += 1;
    this.#json(TABLE_BY_NAME.container_logs, line);
    return undefined;
  }

  /** Of the file whose records came last; one without records that are taken stays unknown. */
  document(isOneList: boolean): void {
    if (this.#content !== undefined) this.#content.isOneList &&= isOneList;
  }

  finish(original: TableFile | undefined): readonly TableFile[] {
    return [...this.#files.values()].map((file) => {
      file.flush();
      const { path: at, table, bytes, fields } = file;
      return {
        path: at,
        table: table.name,
        bytes,
        // Of another table than its key says, its records tell where they belong.
        delivered: original?.table === table.name ? original.delivered : undefined,
        isLoaded: true,
        ...(original?.path.endsWith('.parquet') && { isOfParquet: true }),
        ...(fields !== undefined && { fields }),
      };
    });
  }

  #of({ path: file }: Place, table: TableName): Content {
    if (this.#content !== undefined && this.#contentPath === file) {
      this.#content.isOfOneTable &&= this.#content.table === table;
      return this.#content;
    }
    const content = this.contents.get(file) ?? {
      table,
      facts: new FactsOfFile(),
      formats: new Set<string>(),
      format: undefined,
      hasMilliseconds: false,
      isOneList: true,
      isOfOneTable: true,
    };
    this.contents.set(file, content);
    this.#content = content;
    this.#contentPath = file;
    return content;
  }

  #isKnown(bySight: () => boolean, { line }: Place): boolean {
    const record = this.#records;
    this.#records += 1;
    return this.#isDuplicate === undefined ? bySight() : this.#isDuplicate(record, line);
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
