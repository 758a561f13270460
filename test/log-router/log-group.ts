import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface PutEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** A stand-in for CloudWatch Logs that keeps what is put, by stream. */
export class LogGroup {
  readonly streams = new Map<string, PutEvent[]>();
  readonly groups = new Set<string>();
  readonly #server: Server;

  /** @param folder where its certificate is made: Fluent Bit asks CloudWatch Logs by TLS alone */
  constructor(folder: string) {
    const file = (name: string) => path.join(folder, name);
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1'],
        ...['-keyout', file('key.pem'), '-out', file('certificate.pem')],
      ],
      { stdio: 'pipe' },
    );
    const identity = { key: readFileSync(file('key.pem')), cert: readFileSync(file('certificate.pem')) };
    this.#server = createServer(identity, (request, response) => {
      void this.#take(request).then((status) => {
        // Without the id of the request Fluent Bit takes an answer for none, and sends again.
        const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': randomUUID() };
        response.writeHead(status, headers);
        response.end('{}');
      });
    });
  }

  async #take(request: IncomingMessage): Promise<number> {
    const call = String(request.headers['x-amz-target']).replace('Logs_20140328.', '');
    const body = JSON.parse(await text(request));
    this.groups.add(body.logGroupName);
    if (call === 'PutLogEvents') {
      const known = this.streams.get(body.logStreamName) ?? [];
      this.streams.set(body.logStreamName, [...known, ...body.logEvents]);
    }
    return call === 'PutLogEvents' || call === 'CreateLogStream' ? 200 : 400;
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  messages(): readonly string[] {
    return [...this.streams.values()].flat().map(({ message }) => message);
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
