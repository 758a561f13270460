import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { AthenaCancelledError, asAthenaError, fromSdkError } from './athena-error';
import { DEFAULT_POLL, type PollPolicy, pollDelay, waitFor } from './athena-poll';
import { athenaCell } from './athena-value';
import type { CellValue, QueryResult, ResultColumn } from './query-result';

export interface AthenaOptions {
  readonly workgroup?: string;
  readonly database?: string;
  readonly region?: string;
  /** Another server that speaks Athena's API. */
  readonly endpoint?: string;
  /** `s3://bucket/prefix/`, where the workgroup does not say. */
  readonly outputLocation?: string;
  readonly poll?: Partial<PollPolicy>;
  /** Most rows of a page of results; Athena's own limit is 1000. */
  readonly pageRows?: number;
}

export interface AthenaAnswer extends QueryResult {
  readonly executionId: string;
  readonly bytesScanned: number;
  readonly engineMilliseconds: number;
}

export interface AskOptions {
  /** Abort it to stop the query, here and in Athena. */
  readonly signal?: AbortSignal;
  /** Told after each look: the state in Athena's words and the bytes scanned so far. */
  readonly onProgress?: (state: string, bytesScanned: number) => void;
  /** The same token and text are one execution, however often they are sent: Athena's `ClientRequestToken`. */
  readonly token?: string;
  /** Do not stop the query in Athena when the signal aborts: whoever asks with the same token finds its answer. */
  readonly isLeftRunning?: boolean;
}

/** The longest text that Athena takes, in bytes: "Service Quotas" of the Athena user guide. */
const LONGEST_QUERY_BYTES = 262_144;
const MOST_PAGE_ROWS = 1000;

/** Asks Athena. The text goes out as it is; nothing is transpiled on this path. */
export class AthenaEngine {
  readonly #client: AthenaClient;
  readonly #options: AthenaOptions;
  readonly #poll: PollPolicy;

  /** `client`: one that is set up already, in place of `region` and `endpoint`. */
  constructor(options: AthenaOptions = {}, client?: AthenaClient) {
    this.#options = options;
    this.#poll = { ...DEFAULT_POLL, ...options.poll };
    this.#client =
      client ??
      new AthenaClient({
        ...(options.region === undefined ? {} : { region: options.region }),
        ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      });
  }

  /**
   * Runs one query to its end; the rows are fetched page by page as they are read.
   *
   * @throws AthenaError when the service refuses, AthenaCancelledError when the signal stopped it
   */
  async run(sql: string, options: AskOptions = {}): Promise<AthenaAnswer> {
    const bytes = Buffer.byteLength(sql);
    if (bytes > LONGEST_QUERY_BYTES) {
      throw asAthenaError(
        'take the query',
        `it has ${bytes} bytes and ${LONGEST_QUERY_BYTES} are allowed`,
        sql,
      );
    }
    const id = await this.#start(sql, options.token);
    const execution = await this.#waitForEnd(id, sql, options);
    const first = await this.#page(id, sql, undefined);
    const columns = (first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(
      ({ Name = '', Type = 'varchar' }): ResultColumn => ({ name: Name, type: Type }),
    );
    return {
      executionId: id,
      columns,
      batches: this.#batches(id, sql, first, columns),
      bytesScanned: execution.Statistics?.DataScannedInBytes ?? 0,
      engineMilliseconds: execution.Statistics?.EngineExecutionTimeInMillis ?? 0,
    };
  }

  close(): void {
    this.#client.destroy();
  }

  async #start(sql: string, token: string | undefined): Promise<string> {
    const { workgroup, database, outputLocation } = this.#options;
    const answer = await this.#call('take the query', sql, () =>
      this.#client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          ...(token === undefined ? {} : { ClientRequestToken: token }),
          ...(workgroup === undefined ? {} : { WorkGroup: workgroup }),
          ...(database === undefined ? {} : { QueryExecutionContext: { Database: database } }),
          ...(outputLocation === undefined
            ? {}
            : { ResultConfiguration: { OutputLocation: outputLocation } }),
        }),
      ),
    );
    if (answer.QueryExecutionId === undefined) {
      throw asAthenaError('take the query', 'it gave no execution id', sql);
    }
    return answer.QueryExecutionId;
  }

  async #waitForEnd(
    id: string,
    sql: string,
    { signal, onProgress, isLeftRunning = false }: AskOptions,
  ): Promise<QueryExecution> {
    for (let attempt = 0; ; attempt += 1) {
      if (signal?.aborted === true) {
        if (isLeftRunning) {
          throw new AthenaCancelledError(
            `query ${id} was not done in time; its answer will be in Athena's history`,
          );
        }
        await this.#call('stop the query', sql, () =>
          this.#client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
        );
        throw new AthenaCancelledError(`query ${id} was stopped; what it had scanned by then is billed`);
      }
      const { QueryExecution: execution = {} } = await this.#call('tell how the query is', sql, () =>
        this.#client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
      );
      const state = execution.Status?.State ?? 'UNKNOWN';
      onProgress?.(state, execution.Statistics?.DataScannedInBytes ?? 0);
      if (state === 'SUCCEEDED') {
        return execution;
      }
      if (state === 'FAILED' || state === 'CANCELLED') {
        const reason = execution.Status?.StateChangeReason ?? `the query ended as ${state}`;
        throw asAthenaError('finish the query', reason, sql);
      }
      await waitFor(pollDelay(attempt, this.#poll), signal);
    }
  }

  async *#batches(
    id: string,
    sql: string,
    first: GetQueryResultsOutput,
    columns: readonly ResultColumn[],
  ): AsyncGenerator<readonly (readonly CellValue[])[]> {
    let page = first;
    for (let isFirst = true; ; isFirst = false) {
      const rows = page.ResultSet?.Rows ?? [];
      /** The first row of a SELECT's first page repeats the column names. */
      const isHeader = isFirst && columns.every(({ name }, at) => rows[0]?.Data?.[at]?.VarCharValue === name);
      const shown = isHeader ? rows.slice(1) : rows;
      if (shown.length > 0) {
        yield shown.map(({ Data = [] }) =>
          columns.map(({ type }, at) => athenaCell(Data[at]?.VarCharValue, type)),
        );
      }
      if (page.NextToken === undefined) {
        return;
      }
      page = await this.#page(id, sql, page.NextToken);
    }
  }

  async #page(id: string, sql: string, token: string | undefined): Promise<GetQueryResultsOutput> {
    return await this.#call('give the results', sql, () =>
      this.#client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          MaxResults: this.#options.pageRows ?? MOST_PAGE_ROWS,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      ),
    );
  }

  async #call<T>(doing: string, sql: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw fromSdkError(doing, error, sql);
    }
  }
}
