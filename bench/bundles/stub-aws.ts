import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubAws {
  readonly endpoint: string;
  /** Calls so far. */
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

const PUBLISHED =
  '<PublishResponse><PublishResult><MessageId>0</MessageId></PublishResult></PublishResponse>';

/** What a service says to an operation such as `DynamoDB_20120810.Query`; undefined: nothing. */
export type StubAnswer = (
  operation: string,
  request: Readonly<Record<string, unknown>>,
) => object | undefined;

/**
 * DynamoDB that knows nothing and takes everything, S3 that takes every object and SNS that takes every message: whatever
 * a handler finds it has to tell, each time anew.
 *
 * @param answerOf what else it knows
 */
export async function startStubAws(answerOf: StubAnswer = () => undefined): Promise<StubAws> {
  let calls = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls += 1;
      const operation = request.headers['x-amz-target'];
      const isJson = typeof operation === 'string';
      response.writeHead(200, { 'content-type': isJson ? 'application/x-amz-json-1.0' : 'text/xml' });
      if (!isJson) response.end(request.method === 'PUT' ? '' : PUBLISHED);
      else {
        const text = Buffer.concat(chunks).toString();
        response.end(JSON.stringify(answerOf(operation, JSON.parse(text)) ?? {}));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
