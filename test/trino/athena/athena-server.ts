import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningStatement, TrinoAnswer, TrinoClient } from '../client/trino-client';
import { typeName } from '../compare/read-trino-answer';
import { varCharValue } from './var-char-value';

/** A server that speaks Athena's API; `calls` counts what it was asked. */
export interface AthenaServer {
  readonly url: string;
  readonly calls: ReadonlyMap<string, number>;
  /** Texts as they came in. */
  readonly texts: readonly string[];
  close(): Promise<void>;
}

interface Execution {
  readonly id: string;
  readonly text: string;
  readonly statement: RunningStatement;
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason?: string;
  answer?: TrinoAnswer;
}

type Input = Readonly<Record<string, unknown>>;

/** Refused in Athena's way: status 400 and the exception's name. */
class InvalidRequest extends Error {}

/** The most rows of a page: "GetQueryResults" of the Athena API reference. */
const MOST_ROWS = 1000;

/**
 * Puts Athena's calls (AWS JSON 1.1: the operation in `X-Amz-Target`) in front of a Trino: StartQueryExecution,
 * GetQueryExecution, GetQueryResults and StopQueryExecution. The text goes to Trino as it came.
 */
export async function startAthenaServer(trino: TrinoClient): Promise<AthenaServer> {
  const executions = new Map<string, Execution>();
  const calls = new Map<string, number>();
  const texts: string[] = [];

  function find(input: Input): Execution {
    const execution = executions.get(String(input['QueryExecutionId']));
    if (execution === undefined) {
      throw new InvalidRequest(`QueryExecution ${String(input['QueryExecutionId'])} was not found`);
    }
    return execution;
  }

  function start(input: Input): unknown {
    const text = String(input['QueryString']);
    const context = (input['QueryExecutionContext'] ?? {}) as { readonly Database?: string };
    texts.push(text);
    const statement = trino.in(context.Database ?? 'default').start(text);
    const execution: Execution = { id: randomUUID(), text, statement, state: 'RUNNING' };
    statement.answer.then(
      (answer) => {
        execution.answer = answer;
        execution.state = 'SUCCEEDED';
      },
      (error: Error) => {
        execution.reason = error.message;
        execution.state = /^USER_CANCELED/.test(error.message) ? 'CANCELLED' : 'FAILED';
      },
    );
    executions.set(execution.id, execution);
    return { QueryExecutionId: execution.id };
  }

  function describe(input: Input): unknown {
    const { id, text, state, reason, answer } = find(input);
    return {
      QueryExecution: {
        QueryExecutionId: id,
        Query: text,
        StatementType: 'DML',
        Status: { State: state, ...(reason === undefined ? {} : { StateChangeReason: reason }) },
        Statistics: {
          DataScannedInBytes: answer?.statistics.physicalInputBytes ?? 0,
          EngineExecutionTimeInMillis: answer?.statistics.elapsedTimeMillis ?? 0,
        },
      },
    };
  }

  /** Pages of rows as text, the first of them led by the column names; the token is the place to go on at. */
  function results(input: Input): unknown {
    const { state, answer } = find(input);
    if (answer === undefined) {
      throw new InvalidRequest(`Query has not yet finished. Current state: ${state}`);
    }
    const { columns, rows } = answer;
    const header = { Data: columns.map(({ name }) => ({ VarCharValue: name })) };
    const from = Number(input['NextToken'] ?? 0);
    const most = Math.min(MOST_ROWS, Number(input['MaxResults'] ?? MOST_ROWS));
    const upTo = Math.min(from + most, rows.length + 1);
    const page = Array.from({ length: upTo - from }, (_, at) => from + at).map((place) =>
      place === 0
        ? header
        : {
            Data: columns.map(({ type }, column) => {
              const text = varCharValue(rows[place - 1]?.[column], type);
              return text === undefined ? {} : { VarCharValue: text };
            }),
          },
    );
    return {
      ResultSet: {
        Rows: page,
        ResultSetMetadata: {
          ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Type: typeName(type) })),
        },
      },
      ...(upTo <= rows.length ? { NextToken: String(upTo) } : {}),
    };
  }

  async function stop(input: Input): Promise<unknown> {
    await find(input).statement.cancel();
    return {};
  }

  const operations: Readonly<Record<string, (input: Input) => unknown>> = {
    StartQueryExecution: start,
    GetQueryExecution: describe,
    GetQueryResults: results,
    StopQueryExecution: stop,
  };

  async function answerTo(request: IncomingMessage): Promise<unknown> {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^AmazonAthena\./, '');
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    if (!/^AWS4-HMAC-SHA256 Credential=/.test(request.headers.authorization ?? '')) {
      throw new InvalidRequest('the request is not signed');
    }
    const perform = operations[operation];
    if (perform === undefined) {
      throw new InvalidRequest(`operation ${operation} is not spoken here`);
    }
    return await perform(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Input);
  }

  const server = createServer((request, response) => {
    answerTo(request).then(
      (body) => send(response, 200, body),
      (error: Error) =>
        send(response, error instanceof InvalidRequest ? 400 : 500, {
          __type: error instanceof InvalidRequest ? 'InvalidRequestException' : 'InternalServerException',
          Message: error.message,
        }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    texts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
