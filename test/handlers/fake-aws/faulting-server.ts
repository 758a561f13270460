import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type AwsAnswer, type Fault, faultAnswer } from './fault';
import { searchCallName } from './search';

/** One call of an AWS client; named as `DynamoDB.PutItem`. */
export interface AwsCall {
  readonly name: string;
  /** Members of a JSON request, or the parameters of a form. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly method: string;
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
  #isOwn = true;
  faultFor: (call: string, request: AwsCall['request']) => Fault | undefined = () => undefined;
  onKill: () => void = () => undefined;

  #line = new Line();

  /** Does what the call asks for. */
  protected abstract answer(call: AwsCall): AwsAnswer | Promise<AwsAnswer>;

  /**
   * Answers from now on; gives the endpoint.
   *
   * @param line a line that is open already, and that whoever opened it closes; @default - one of its own
   */
  async start(line?: Line): Promise<string> {
    this.#line = line ?? this.#line;
    this.#line.answer = (request, response) => this.#handle(request, response);
    if (line === undefined) await this.#line.open();
    this.#isOwn = line === undefined;
    return this.endpoint();
  }

  async stop(): Promise<void> {
    if (this.#isOwn) await this.#line.close();
    else this.#line.answer = hangUp;
  }

  /** Where it listens. */
  endpoint(): string {
    return this.#line.endpoint();
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

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An address that outlasts what answers at it, as a client's connections do. */
export class Line {
  answer: Answering = hangUp;

  readonly #server = createServer((request, response) => {
    void this.answer(request, response);
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}

async function hangUp(request: IncomingMessage): Promise<void> {
  request.socket.destroy();
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'DynamoDB',
  Logs_20140328: 'Logs',
  GraniteServiceVersion20100801: 'CloudWatch',
  AmazonSQS: 'SQS',
  AmazonAthena: 'Athena',
  StarlingDoveService: 'Config',
};

async function readCall(incoming: IncomingMessage): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { headers, method = 'GET', url = '/' } = incoming;
  const target = headers['x-amz-target'];
  // The one service that is told by what its requests are signed for.
  if (headers.authorization?.includes('/es/aws4_request') === true) {
    const request = { body: body.toString('utf8') };
    return { name: searchCallName(method, url), request, method, path: url, headers, body };
  }
  if (target === undefined && url.startsWith('/findings/import')) {
    const request = JSON.parse(body.toString('utf8') || '{}') as AwsCall['request'];
    return { name: 'SecurityHub.BatchImportFindings', request, method, path: url, headers, body };
  }
  if (target === undefined && method === 'GET') {
    return { name: 'S3.GetObject', request: {}, method, path: url, headers, body };
  }
  if (target === undefined && method === 'PUT') {
    return { name: 'S3.PutObject', request: {}, method, path: url, headers, body };
  }
  if (target === undefined) {
    const request = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    return { name: `SNS.${request['Action'] ?? ''}`, request, method, path: url, headers, body };
  }
  const [service = '', operation = ''] = String(target).split('.');
  const request = JSON.parse(body.toString('utf8') || '{}') as AwsCall['request'];
  return { name: `${SERVICES[service] ?? service}.${operation}`, request, method, path: url, headers, body };
}
