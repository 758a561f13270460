import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it went by: its action, what it asked with, and what was answered. */
export interface RecordedCall {
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
}

export interface RecordingProxy {
  readonly endpoint: string;
  /** Calls that were answered, in the order of their answers. */
  readonly calls: readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Stands between a client and a server of Athena's calls, passes everything on as it is and keeps what it saw. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const calls: RecordedCall[] = [];
  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await textOf(request);
    const action = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    const headers = Object.entries(request.headers).filter(
      ([name]) => name.startsWith('x-amz-') || name === 'authorization' || name === 'content-type',
    );
    const answered = await fetch(new URL(request.url ?? '/', target), {
      method: request.method ?? 'POST',
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      body: sent,
    });
    const answer = await answered.text();
    calls.push({ action, body: JSON.parse(sent), answer: JSON.parse(answer) });
    response.writeHead(answered.status, {
      'content-type': answered.headers.get('content-type') ?? 'application/x-amz-json-1.1',
    });
    response.end(answer);
  }
  const server = createServer((request, response) => void passOn(request, response));
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
