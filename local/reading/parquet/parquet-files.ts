import { FlowBatchRow } from '../../../records/flow-logs/batch/flow-batch-row';
import { UnsupportedFlowLogError } from '../../../records/flow-logs/flow-log-errors';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { isTransitGatewayField } from '../../../records/flow-logs/flow-log-header';
import { FlowLineReader } from '../flow-line-reader';
import type { LogFile } from '../log-file';
import type { ReadContext } from '../read-context';
import { ReadLater } from '../read-later';
import { RecordReader } from '../record-reader';
import { fieldOf, lineOf, type ParquetColumn, rowAsJson, wantedColumns } from './parquet-columns';
import { ParquetEngine, parquetSource, sqlList } from './parquet-engine';
import { orParquetError, ParquetError } from './parquet-error';
import { ParquetRun } from './parquet-run';

/** Columns such as `start` or `version` stand in many a table; a flow log has more of them. */
const FEW_FIELDS = 4;
/** Files after the one that is read that may be read with it. */
const MOST_AHEAD = 1_000;

/**
 * Reads Parquet flow logs with one embedded DuckDB, which is loaded when the first such file comes.
 *
 * Files as AWS delivers them are read many at a time and as vectors (`ParquetRun`). Of any other, and of each row that
 * is no plain record, DuckDB writes a flow log line, which goes the way of all lines: checks, reasons and counts are the
 * same for text and Parquet.
 */
export class ParquetFiles {
  readonly #engine = new ParquetEngine();
  /** Where each file stands in the list, and the paths of all: what comes next is read with it. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #paths: readonly string[];
  #run: ParquetRun | undefined;

  /** @param files all that are going to be read, where they are known */
  constructor(files: readonly LogFile[]) {
    this.#paths = files.flatMap(({ localPath, closed }) =>
      localPath === undefined || closed !== undefined ? [] : [localPath],
    );
    this.#places = new Map(this.#paths.map((path, place) => [path, place]));
  }

  async read(file: string, context: ReadContext): Promise<void> {
    const { tally, place } = context;
    try {
      const begun = await this.#readRun(file, context);
      if (begun === 'whole') return;
      await this.#run?.end();
      const columns = await this.columnsOf(file);
      const names = columns.map(({ name }) => name.toLowerCase());
      if (names.includes('class_uid')) {
        if (context.mayWait) throw new ReadLater();
        await this.readOcsf(file, columns, context);
      } else if (names.includes('eventname') && names.includes('eventsource')) {
        tally.fail(undefined, 'CloudTrail records as Parquet are not read; export them as JSON');
      } else await this.readFlows(file, columns, context, begun);
    } catch (error) {
      if (error instanceof UnsupportedFlowLogError) tally.fail(undefined, error.message);
      else if (error instanceof ParquetError)
        tally.fail(place.line === 0 ? undefined : place.line + 1, error.message);
      else throw error;
    }
    tally.settle();
  }

  private async readFlows(
    file: string,
    columns: readonly ParquetColumn[],
    context: ReadContext,
    rowsTaken: number,
  ): Promise<void> {
    const { tally, place } = context;
    const gateway = columns.find(({ name }) => isTransitGatewayField(name.toLowerCase()));
    // Refuses them by name.
    if (gateway !== undefined) compileFlowLogFormat([gateway.name.toLowerCase()]);
    const known = columns.flatMap((column) => fieldOf(column) ?? []);
    if (!known.includes('srcaddr')) {
      const reason = 'there is no column srcaddr';
      if (known.length < FEW_FIELDS) tally.giveUp(`Parquet, but no flow log: ${reason}`);
      else tally.fail(undefined, `a flow log as Parquet that cannot be used: ${reason}`);
      return;
    }
    const twice = known.find((name, at) => known.indexOf(name) !== at);
    if (twice !== undefined) {
      tally.fail(undefined, `a flow log as Parquet that cannot be used: two columns are ${twice}; keep one`);
      return;
    }
    const wanted = wantedColumns(columns, context.flowColumns);
    tally.known('flow-log-parquet');
    const lines = new FlowLineReader(
      context,
      compileFlowLogFormat(wanted.flatMap((column) => fieldOf(column) ?? [])),
    );
    let row = 0;
    for await (const rows of this.rowsOf(file, lineOf(wanted))) {
      for (const line of rows) {
        row += 1;
        if (row <= rowsTaken) continue;
        place.line++;
        lines.take(line);
      }
    }
  }

  /**
   * Reads the file as part of a run, where that can be.
   *
   * @returns `whole`, or how many of its rows were taken before the run ended
   */
  async #readRun(file: string, context: ReadContext): Promise<'whole' | number> {
    const { tally, place, pool } = context;
    const at = this.#places.get(file);
    if (!context.isQuick || context.flowColumns === 'all' || at === undefined) return 0;
    if (this.#run?.isNext(file) !== true) {
      await this.#run?.end();
      this.#run = await ParquetRun.begin(this.#engine, this.#paths.slice(at, at + MOST_AHEAD), pool);
      if (this.#run === undefined) return 0;
    }
    const { batch, format } = this.#run;
    tally.known('flow-log-parquet');
    const lines = new FlowLineReader(context, format);
    const row = new FlowBatchRow(batch, pool);
    const { rows, isWhole } = await this.#run.readNext((from, to) => {
      for (row.row = from; row.row < to; row.row++) {
        place.line++;
        if (batch.isPlain(row.row)) tally.taken(context.sink.flow(row, place));
        else lines.take(batch.line(row.row));
      }
    });
    if (!isWhole) return rows;
    tally.settle();
    return 'whole';
  }

  /** Security Lake's rows, as the JSON that they would be. */
  private async readOcsf(
    file: string,
    columns: readonly ParquetColumn[],
    context: ReadContext,
  ): Promise<void> {
    const { tally, place } = context;
    const records = new RecordReader(context);
    for await (const rows of this.rowsOf(file, rowAsJson(columns))) {
      for (const row of rows) {
        place.line++;
        records.json(row);
      }
    }
    if (place.line === 0) tally.giveUp('OCSF without a row');
  }

  async close(): Promise<void> {
    await this.#run?.end();
    this.#run = undefined;
    this.#engine.close();
  }

  private async columnsOf(file: string): Promise<ParquetColumn[]> {
    return await orParquetError(async () => {
      const connection = await this.#engine.connect();
      const described = await connection.runAndReadAll(`describe select * from ${parquetSource([file])}`);
      return described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
    });
  }

  /** The rows as lines, a chunk of DuckDB's (2,048) at a time. */
  private async *rowsOf(file: string, text: string): AsyncGenerator<readonly string[]> {
    let read = 0;
    const rows = await orParquetError(async () => {
      const connection = await this.#engine.connect();
      return await connection.stream(`select ${text} from ${parquetSource([file])} as r`);
    });
    for (;;) {
      const chunk = await orParquetError(() => rows.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      read += chunk.rowCount;
      yield chunk.getColumnValues(0).map(String);
    }
    await this.expectEnd(file, text, read);
  }

  /** A stream of DuckDB's that fails half-way ends as one that is done: only the count of rows tells them apart. */
  private async expectEnd(file: string, text: string, read: number): Promise<void> {
    const connection = await this.#engine.connect();
    const footer = await orParquetError(() =>
      connection.runAndReadAll(`select num_rows from parquet_file_metadata(${sqlList([file])})`),
    );
    const rows = Number(footer.getRows()[0]?.[0]);
    if (read === rows) return;
    await orParquetError(() =>
      connection.run(`select max(hash(${text})) from ${parquetSource([file])} as r`),
    );
    throw new ParquetError(`Parquet cannot be read: it has ${rows} rows, and gave ${read}`);
  }
}
