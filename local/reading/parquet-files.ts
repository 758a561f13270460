import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { FlowLogFormatError, UnsupportedFlowLogError } from '../../records/flow-log-errors';
import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME } from '../../records/flow-log-fields';
import { compileFlowLogFormat } from '../../records/flow-log-format';
import { flowLogFieldName } from '../../records/flow-log-header';
import { messageOf } from '../../records/message-of';
import { asPattern } from '../files/as-pattern';
import { FlowLineReader } from './flow-line-reader';
import type { ReadContext } from './read-context';
import { RecordReader } from './record-reader';

/** What analysis reads, and the rest of the default format for the reader of a sample; other columns stay on disk. */
const WANTED: ReadonlySet<string> = new Set([
  ...DEFAULT_FORMAT,
  'tcp-flags',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'flow-direction',
  'vpc-id',
  'ecs-cluster-name',
  'ecs-service-name',
  'ecs-task-id',
]);

/** Columns such as `start` or `version` stand in many a table; a flow log has more of them. */
const FEW_FIELDS = 4;

/** DuckDB could not read the file: cut short, damaged, encrypted. */
class ParquetError extends Error {
  override readonly name = 'ParquetError';
}

async function orParquetError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [what] = messageOf(error).split('\n');
    throw new ParquetError(`Parquet cannot be read: ${what}`);
  }
}

/** One column of a Parquet file: its name there, and its DuckDB type. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Reads Parquet flow logs with one embedded DuckDB, which is loaded when the first such file comes.
 *
 * DuckDB writes each row as a flow log line, in its own threads and off the JavaScript heap; the line then goes the
 * way of all lines, so that checks, reasons and counts are the same for text and Parquet.
 */
export class ParquetFiles {
  private instance: DuckDBInstance | undefined;
  private connection: DuckDBConnection | undefined;

  async read(file: string, context: ReadContext): Promise<void> {
    const { tally, place } = context;
    try {
      const columns = await this.columnsOf(file);
      const names = columns.map(({ name }) => name.toLowerCase());
      if (names.includes('class_uid')) await this.readOcsf(file, context);
      else if (names.includes('eventname') && names.includes('eventsource')) {
        tally.fail(undefined, 'CloudTrail records as Parquet are not read; export them as JSON');
      } else await this.readFlows(file, columns, context);
    } catch (error) {
      if (error instanceof FlowLogFormatError) tally.giveUp(`Parquet, but no flow log: ${error.message}`);
      else if (error instanceof UnsupportedFlowLogError) tally.fail(undefined, error.message);
      else if (error instanceof ParquetError)
        tally.fail(place.line === 0 ? undefined : place.line + 1, error.message);
      else throw error;
    }
    tally.settle();
  }

  private async readFlows(file: string, columns: readonly Column[], context: ReadContext): Promise<void> {
    const { tally, place } = context;
    // Refuses Transit Gateway columns by name, and files without a single known column.
    const { names } = compileFlowLogFormat(columns.map(({ name }) => name));
    const known = names.filter((name) => FLOW_LOG_FIELD_BY_NAME.has(name));
    if (!known.includes('srcaddr')) {
      const reason = 'there is no column srcaddr';
      if (known.length < FEW_FIELDS) tally.giveUp(`Parquet, but no flow log: ${reason}`);
      else tally.fail(undefined, `a flow log as Parquet that cannot be used: ${reason}`);
      return;
    }
    const wanted = columns.filter(({ name }) => {
      const field = flowLogFieldName(name);
      return context.flowColumns === 'all' ? FLOW_LOG_FIELD_BY_NAME.has(field) : WANTED.has(field);
    });
    tally.known('flow-log-parquet');
    const lines = new FlowLineReader(context, compileFlowLogFormat(wanted.map(({ name }) => name)));
    for await (const rows of this.rowsOf(file, lineOf(wanted))) {
      for (const row of rows) {
        place.line++;
        lines.take(row);
      }
    }
  }

  /** Security Lake's rows, as the JSON that they would be. */
  private async readOcsf(file: string, context: ReadContext): Promise<void> {
    const { tally, place } = context;
    const records = new RecordReader(context);
    for await (const rows of this.rowsOf(file, 'cast(to_json(r) as varchar)')) {
      for (const row of rows) {
        place.line++;
        records.json(row);
      }
    }
    if (place.line === 0) tally.giveUp('OCSF without a row');
  }

  close(): void {
    this.connection?.closeSync();
    this.instance?.closeSync();
    this.connection = this.instance = undefined;
  }

  private async columnsOf(file: string): Promise<Column[]> {
    return await orParquetError(async () => {
      const connection = await this.connect();
      const described = await connection.runAndReadAll(`describe select * from ${source(file)}`);
      return described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
    });
  }

  /** The rows as lines, a chunk of DuckDB's (2,048) at a time. */
  private async *rowsOf(file: string, text: string): AsyncGenerator<readonly string[]> {
    let read = 0;
    const rows = await orParquetError(async () => {
      const connection = await this.connect();
      return await connection.stream(`select ${text} from ${source(file)} as r`);
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
    const connection = await this.connect();
    const footer = await orParquetError(() =>
      connection.runAndReadAll(`select num_rows from parquet_file_metadata(${sqlText(asPattern(file))})`),
    );
    const rows = Number(footer.getRows()[0]?.[0]);
    if (read === rows) return;
    await orParquetError(() => connection.run(`select max(hash(${text})) from ${source(file)} as r`));
    throw new ParquetError(`Parquet cannot be read: it has ${rows} rows, and gave ${read}`);
  }

  private async connect(): Promise<DuckDBConnection> {
    if (this.connection === undefined) {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      this.instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '192MB' });
      this.connection = await this.instance.connect();
    }
    return this.connection;
  }
}

/** The folder names of Hive-compatible delivery would otherwise become columns. */
function source(file: string): string {
  return `read_parquet([${sqlText(asPattern(file))}], hive_partitioning = false)`;
}

/** SQL for a row as a line: `-` for null and empty. A blank inside a value makes a surplus column, hence unreadable. */
function lineOf(columns: readonly Column[]): string {
  return `concat_ws(' ', ${columns.map((column) => `coalesce(${textOf(column)}, '-')`).join(', ')})`;
}

/** Files that other tools wrote hold times as timestamps, and numbers that can be null as floating point. */
function textOf({ name, type }: Column): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  if (type === 'VARCHAR') return `nullif(${column}, '')`;
  if (type.startsWith('TIMESTAMP')) return `cast(cast(epoch(${column}) as bigint) as varchar)`;
  if (type === 'DOUBLE' || type === 'FLOAT') return `cast(try_cast(${column} as bigint) as varchar)`;
  return `cast(${column} as varchar)`;
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
