import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type AwsAnswer, type Fault, faultAnswer } from './fault';

/** One call of an AWS client; named as `DynamoDB.PutItem`. */
export interface AwsCall {
  readonly name: string;
  /** Members of a JSON request, or the parameters of a form. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Longer than any client of the tests waits. */
const LATE_MILLISECONDS = 2_000;

/** Something that AWS clients talk to over HTTP, and that does to their calls what `faultFor` says. */
export abstract class FaultingServer {
  /** The name of every call that arrived, in order. */
  readonly calls: string[] = [];
  faultFor: (call: string, request: AwsCall['request']) => Fault | undefined = () => undefined;
  onKill: () => void = () => undefined;

  readonly #server = createServer((request, response) => {
    void this.#handle(request, response);
  });

  /** Does what the call asks for. */
  protected abstract answer(call: AwsCall): AwsAnswer | Promise<AwsAnswer>;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return this.endpoint();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Where it listens. */
  endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(incoming);
    this.calls.push(call.name);
    const fault = this.faultFor(call.name, call.request);
    if (fault === 'time-out') return;
    if (fault === 'drop') {
      incoming.socket.destroy();
      return;
    }
    const isInstead = fault === 'throttle' || fault === 'deny' || fault === 'garbage';
    const answer = isInstead ? faultAnswer(fault, call.name) : await this.#answerOf(call);
    // Without an answer, nobody is there behind it.
    if (fault === 'lose-answer' || answer === undefined) {
      incoming.socket.destroy();
      return;
    }
    if (fault === 'kill') {
      this.onKill();
      return;
    }
    if (fault === 'late') await pause(LATE_MILLISECONDS, undefined, { ref: false });
    if (response.destroyed) return;
    response.writeHead(answer.status, { 'content-type': answer.contentType });
    response.end(answer.body);
  }

  async #answerOf(call: AwsCall): Promise<AwsAnswer | undefined> {
    try {
      return await this.answer(call);
    } catch {
      return undefined;
    }
  }
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'DynamoDB',
  Logs_20140328: 'Logs',
  GraniteServiceVersion20100801: 'CloudWatch',
  AmazonSQS: 'SQS',
  AmazonAthena: 'Athena',
};

async function readCall(incoming: IncomingMessage): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { headers, url = '/' } = incoming;
  const target = headers['x-amz-target'];
  if (target === undefined && url.startsWith('/findings/import')) {
    const request = JSON.parse(body.toString('utf8') || '{}') as AwsCall['request'];
    return { name: 'SecurityHub.BatchImportFindings', request, path: url, headers, body };
  }
  if (target === undefined && incoming.method === 'GET') {
    return { name: 'S3.GetObject', request: {}, path: url, headers, body };
  }
  if (target === undefined && incoming.method === 'PUT') {
    return { name: 'S3.PutObject', request: {}, path: url, headers, body };
  }
  if (target === undefined) {
    const request = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    return { name: `SNS.${request['Action'] ?? ''}`, request, path: url, headers, body };
  }
  const [service = '', operation = ''] = String(target).split('.');
  const request = JSON.parse(body.toString('utf8') || '{}') as AwsCall['request'];
  return { name: `${SERVICES[service] ?? service}.${operation}`, request, path: url, headers, body };
}
