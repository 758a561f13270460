import { rmSync } from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FLOW_LOG_FIELD_BY_NAME } from '../../../records/flow-logs/flow-log-fields';
import { FLOW_NUMBER_BOUNDS } from '../../../records/flow-logs/flow-number-bounds';
import { renderDuckDbType } from '../../../records/tables/column-type';
import type { DeliveredObject } from '../../../records/tables/object-key';
import { TABLE_BY_NAME } from '../../../records/tables/tables';
import { PLACES_TABLE } from '../duckdb/read-groups';
import type { TableFile } from '../log-folder';
import { type CutColumn, type CutFile, CutLines } from './cut-lines';

/** Beyond these bytes of cut lines DuckDB reads the other files where they lie: nobody's disk is to be filled. */
export const MOST_CUT_BYTES: number = 1024 * 1024 * 1024;

/** What lines of flow logs say beside their fields, by their file's key; `id` stands before each line. */
export interface CutPlace extends Pick<DeliveredObject, 'account' | 'region' | 'time'> {
  readonly id: number;
}

/** The place of what lies in no layout; its lines say their own. */
const NO_PLACE = 0;

/**
 * The wanted fields of flow log lines that were checked, in one file for each format: DuckDB reads these instead of the
 * many files that they stand in. A file that was checked is unpacked already, and DuckDB takes as long to open a small one
 * as to read its lines.
 */
export class CutFlows {
  readonly #folder: string;
  readonly #mostBytes: number;
  readonly #lines = new Map<string, CutLines>();
  /** The file of lines by the path that they come from. */
  readonly #cut = new Map<string, CutLines>();
  readonly #places = new Map<string, CutPlace>();
  #wanted: ReadonlySet<string> | undefined;
  #files = 0;
  #isFull = false;
  #latest: { readonly fields: readonly string[]; isDelivered: boolean; lines: CutLines } | undefined;

  /**
   * @param folder that DuckDB may read, to write to
   * @param mostBytes of all lines that are cut
   */
  constructor(folder: string, mostBytes: number = MOST_CUT_BYTES) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** The places of all lines that are cut. */
  get places(): readonly CutPlace[] {
    return [...this.#places.values()];
  }

  /** Where the lines of a file stand; undefined for one of which none were cut. */
  of(file: string): CutFile | undefined {
    return this.#cut.get(file);
  }

  /**
   * Cuts these columns of the table from now on. What was cut before stays if it has them all, and if its files are all
   * asked for: lines of others would be read and counted for nothing.
   */
  want(columns: readonly string[], files: readonly TableFile[]): void {
    const asked = files.reduce((count, { path: file }) => count + (this.#cut.has(file) ? 1 : 0), 0);
    if (asked === this.#cut.size && columns.every((name) => this.#wanted?.has(name) === true)) return;
    this.clear();
    this.#wanted = new Set(columns);
  }

  /** Where the lines of a file are to be cut; undefined where they are not. */
  begin({ path: file, delivered }: TableFile, fields: readonly string[]): CutLines | undefined {
    if (this.#wanted === undefined || this.#isFull || this.#cut.has(file)) return undefined;
    const lines = this.#unlessFull(() => this.#linesOf(fields, delivered !== undefined));
    if (lines === undefined) return undefined;
    let written = 0;
    for (const one of this.#lines.values()) written += one.written;
    if (written >= this.#mostBytes) return undefined;
    lines.beginFile(delivered === undefined ? NO_PLACE : this.#placeOf(delivered));
    return lines;
  }

  /** The lines that were cut of a file are those that DuckDB is to read. */
  keep(file: TableFile, lines: CutLines | undefined): void {
    // What was cut before the disk was full counts no more.
    if (lines === undefined || this.#isFull) return;
    this.#unlessFull(() => {
      lines.keepFile();
      this.#cut.set(file.path, lines);
    });
  }

  /** Writes all that was cut. */
  flush(): void {
    this.#unlessFull(() => {
      for (const lines of this.#lines.values()) lines.flush();
    });
  }

  /** Where nothing can be written DuckDB reads the files where they lie: it is only ever a shortcut. */
  #unlessFull<T>(write: () => T): T | undefined {
    try {
      return write();
    } catch {
      this.#isFull = true;
      this.clear();
      return undefined;
    }
  }

  /** Nothing that was cut counts any more. */
  clear(): void {
    for (const lines of this.#lines.values()) {
      lines.close();
      rmSync(lines.path, { force: true });
    }
    this.#lines.clear();
    this.#cut.clear();
    this.#places.clear();
    this.#latest = undefined;
  }

  #linesOf(fields: readonly string[], isDelivered: boolean): CutLines {
    // Files that lie beside each other share the names of their fields.
    if (this.#latest?.fields === fields && this.#latest.isDelivered === isDelivered)
      return this.#latest.lines;
    const key = `${isDelivered} ${fields.join(' ')}`;
    let lines = this.#lines.get(key);
    if (lines === undefined) {
      this.#files += 1;
      const file = path.join(this.#folder, `cut-${this.#files}.log`);
      lines = new CutLines(
        file,
        fields.map((name) => this.#columnOf(name)),
      );
      this.#lines.set(key, lines);
    }
    this.#latest = { fields, isDelivered, lines };
    return lines;
  }

  #columnOf(field: string): CutColumn | undefined {
    const name = FLOW_LOG_FIELD_BY_NAME.get(field)?.column;
    if (name === undefined || this.#wanted?.has(name) !== true) return undefined;
    // What the check knows for a number within its bounds needs no cast.
    return {
      name,
      type: Object.hasOwn(FLOW_NUMBER_BOUNDS, field) ? (NUMBER_TYPES.get(name) ?? 'VARCHAR') : 'VARCHAR',
    };
  }

  #placeOf({ account, region, time }: DeliveredObject): number {
    const key = `${account}\n${region}\n${time}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = { id: this.#places.size + 1, account, region, time };
      this.#places.set(key, place);
    }
    return place.id;
  }
}

/** Makes the table that says what the numbers before cut lines mean. */
export async function listPlaces(connection: DuckDBConnection, places: readonly CutPlace[]): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${PLACES_TABLE} (id INTEGER, account VARCHAR, region VARCHAR, time VARCHAR)`,
  );
  const appender = await connection.createAppender(PLACES_TABLE, undefined, 'temp');
  for (const { id, account, region, time } of places) {
    appender.appendInteger(id);
    for (const text of [account, region, time]) appender.appendVarchar(text);
    appender.endRow();
  }
  appender.closeSync();
}

const NUMBER_TYPES: ReadonlyMap<string, string> = new Map(
  TABLE_BY_NAME.vpc_flow_logs.columns
    .filter(({ type }) => type === 'int' || type === 'bigint')
    .map(({ name, type }) => [name, renderDuckDbType(type)]),
);
