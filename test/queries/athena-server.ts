import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Body = { readonly [key: string]: unknown };

/** What one call of Athena's API is answered with: a status and a body, as the service gives them. */
export interface Reply {
  readonly status?: number;
  readonly body: Body;
}

/** A call as it came over the wire. */
export interface Call {
  readonly action: string;
  readonly body: Body;
}

export interface AthenaServer {
  readonly endpoint: string;
  readonly calls: readonly Call[];
  readonly close: () => Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
}

/** A server that speaks Athena's JSON protocol (`X-Amz-Target: AmazonAthena.<action>`) and answers as told. */
export async function startAthenaServer(
  answer: (call: Call, calls: readonly Call[]) => Reply,
): Promise<AthenaServer> {
  const calls: Call[] = [];
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = String(request.headers['x-amz-target']);
    const call = { action: target.replace('AmazonAthena.', ''), body: await readBody(request) };
    calls.push(call);
    const { status = 200, body } = answer(call, calls);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  }
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function refuse(type: string, message: string): Reply {
  return { status: 400, body: { __type: type, message, Message: message } };
}

export function execution(state: string, more: Body = {}, statistics: Body = {}): Reply {
  return {
    body: {
      QueryExecution: {
        QueryExecutionId: 'q-1',
        Status: { State: state, ...more },
        Statistics: statistics,
      },
    },
  };
}

export function page(
  columns: readonly (readonly [name: string, type: string])[],
  rows: readonly (readonly (string | null)[])[],
  nextToken?: string,
): Reply {
  return {
    body: {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns.map(([Name, Type]) => ({ Name, Type })) },
        Rows: rows.map((row) => ({
          Data: row.map((text) => (text === null ? {} : { VarCharValue: text })),
        })),
      },
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    },
  };
}
