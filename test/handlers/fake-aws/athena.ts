import { ServiceError } from './service-error';

export type RecordedRows = readonly Readonly<Record<string, string>>[];

interface Request {
  readonly QueryString?: string;
  readonly ClientRequestToken?: string;
  readonly QueryExecutionId?: string;
}

/** Athena with recorded answers: no emulator evaluates its dialect. The same token is the same execution. */
export class FakeAthena {
  /** The rows of a question's text; `undefined` fails the execution. */
  rows: (sql: string) => RecordedRows | undefined = () => [];
  /** The token of each start, in order. */
  readonly tokens: string[] = [];
  readonly #asked: { readonly token: string; readonly sql: string }[] = [];

  answer(operation: string, request: Request): object {
    switch (operation) {
      case 'StartQueryExecution':
        return { QueryExecutionId: this.#start(request) };
      case 'GetQueryExecution':
        return {
          QueryExecution: {
            Status:
              this.#rowsOf(request) === undefined
                ? { State: 'FAILED', StateChangeReason: 'TABLE_NOT_FOUND: line 1:1' }
                : { State: 'SUCCEEDED' },
            Statistics: { DataScannedInBytes: 1_000 },
          },
        };
      case 'GetQueryResults':
        return { ResultSet: resultSet(this.#rowsOf(request) ?? []) };
      case 'StopQueryExecution':
        return {};
      default:
        throw new ServiceError(400, 'UnknownOperationException', operation);
    }
  }

  #start({ QueryString = '', ClientRequestToken = '' }: Request): string {
    this.tokens.push(ClientRequestToken);
    const known = this.#asked.findIndex(({ token }) => token === ClientRequestToken);
    return `execution-${known >= 0 ? known : this.#asked.push({ token: ClientRequestToken, sql: QueryString }) - 1}`;
  }

  #rowsOf({ QueryExecutionId = '' }: Request): RecordedRows | undefined {
    const asked = this.#asked[Number(QueryExecutionId.replace('execution-', ''))];
    if (asked === undefined) throw new ServiceError(400, 'InvalidRequestException', 'no such execution');
    return this.rows(asked.sql);
  }
}

/** The first row repeats the names, as Athena has it. */
function resultSet(rows: RecordedRows): object {
  const names = Object.keys(rows[0] ?? { nothing: '' });
  const toRow = (values: readonly string[]) => ({ Data: values.map((VarCharValue) => ({ VarCharValue })) });
  return {
    ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: 'varchar' })) },
    Rows: [toRow(names), ...rows.map((row) => toRow(Object.values(row)))],
  };
}
