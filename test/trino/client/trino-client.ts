/** A column as Trino describes it: `bigint`, `timestamp(3) with time zone`, `array(varchar)`. */
export interface TrinoColumn {
  readonly name: string;
  readonly type: string;
}

/** What Trino counted while it answered. */
export interface TrinoStatistics {
  readonly state: string;
  /** Bytes that were read from files. */
  readonly physicalInputBytes: number;
  readonly processedRows: number;
  readonly elapsedTimeMillis: number;
  /** Of the query's own work; planning, compilation and garbage collection are not in it. */
  readonly cpuTimeMillis: number;
}

export interface TrinoAnswer {
  readonly columns: readonly TrinoColumn[];
  readonly rows: readonly (readonly unknown[])[];
  readonly statistics: TrinoStatistics;
}

/** A statement that Trino refuses or that fails; line and column are in the text that was sent. */
export class TrinoQueryError extends Error {
  override readonly name = 'TrinoQueryError';
  readonly errorName: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor({ errorName, message, errorLocation }: TrinoFailure) {
    /** Athena gives a failed query's reason in these words: `COLUMN_NOT_FOUND: line 2:5: Column 'x' …`. */
    super(`${errorName}: ${message}`);
    this.errorName = errorName;
    this.line = errorLocation?.lineNumber;
    this.column = errorLocation?.columnNumber;
  }
}

interface TrinoFailure {
  readonly message: string;
  readonly errorName: string;
  readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number };
}

interface TrinoPage {
  readonly id: string;
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly stats: TrinoStatistics;
  readonly error?: TrinoFailure;
}

/** A statement that runs; `cancel` ends it, and `answer` then fails with USER_CANCELED. */
export interface RunningStatement {
  readonly answer: Promise<TrinoAnswer>;
  cancel(): Promise<void>;
}

/** Speaks Trino's plain HTTP protocol: post the text, then follow `nextUri` until there is none. */
export class TrinoClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, schema = 'default') {
    this.#url = url;
    this.#headers = {
      'X-Trino-User': 'harborwatch',
      'X-Trino-Catalog': 'hive',
      'X-Trino-Schema': schema,
      'X-Trino-Time-Zone': 'UTC',
    };
  }

  /** The same server with another schema. */
  in(schema: string): TrinoClient {
    return new TrinoClient(this.#url, schema);
  }

  /** @throws TrinoQueryError */
  async query(sql: string): Promise<TrinoAnswer> {
    return await this.start(sql).answer;
  }

  start(sql: string): RunningStatement {
    let next: string | undefined;
    let isCancelled = false;
    const first = this.#fetch(`${this.#url}/v1/statement`, { method: 'POST', body: sql });
    const follow = async (): Promise<TrinoAnswer> => {
      let page = await first;
      let columns: readonly TrinoColumn[] = [];
      const rows: (readonly unknown[])[] = [];
      for (;;) {
        if (page.error !== undefined) {
          throw new TrinoQueryError(page.error);
        }
        columns = page.columns ?? columns;
        rows.push(...(page.data ?? []));
        next = page.nextUri;
        if (next === undefined) {
          return { columns, rows, statistics: page.stats };
        }
        if (isCancelled) {
          throw new TrinoQueryError({ message: 'Query was canceled', errorName: 'USER_CANCELED' });
        }
        page = await this.#fetch(next);
      }
    };
    return {
      answer: follow(),
      cancel: async () => {
        isCancelled = true;
        const uri = next ?? (await first).nextUri;
        if (uri !== undefined) {
          await fetch(uri, { method: 'DELETE', headers: this.#headers });
        }
      },
    };
  }

  async #fetch(uri: string, init: RequestInit = {}): Promise<TrinoPage> {
    for (;;) {
      const response = await fetch(uri, { ...init, headers: this.#headers });
      if (response.ok) {
        return (await response.json()) as TrinoPage;
      }
      if (response.status !== 503) {
        throw new Error(`Trino answered ${uri} with status ${response.status}: ${await response.text()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
