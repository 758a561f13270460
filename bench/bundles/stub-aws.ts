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

/**
 * DynamoDB that knows nothing and takes everything, and SNS that takes every message: whatever a handler finds it
 * has to tell, each time anew.
 */
export async function startStubAws(): Promise<StubAws> {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      calls += 1;
      const isJson = request.headers['x-amz-target'] !== undefined;
      response.writeHead(200, { 'content-type': isJson ? 'application/x-amz-json-1.0' : 'text/xml' });
      response.end(isJson ? '{}' : PUBLISHED);
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
