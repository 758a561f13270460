import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeDynamoDb } from './dynamo-db';
import { FakeLogs } from './logs';
import { ServiceError } from './service-error';

/** What happens to a call instead of, or after, its answer. */
export type Fault =
  | 'throttle'
  | 'deny'
  | 'garbage'
  | 'time-out'
  /** Done, but the answer never arrives. */
  | 'lose-answer'
  /** Done, and `onKill` is told before anything is answered. */
  | 'kill';

export interface Published {
  readonly topic: string;
  readonly subject: string;
  /** Rendering by protocol. */
  readonly message: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The AWS services that the handlers call, over HTTP and with a memory. Calls are named as `DynamoDB.PutItem`;
 * `faultFor` decides for each what goes wrong.
 */
export class FakeAws {
  readonly dynamoDb = new FakeDynamoDb();
  readonly logs = new FakeLogs();
  readonly published: Published[] = [];
  /** Of every topic. */
  readonly subscriptions: Readonly<Record<'SubscriptionArn' | 'Endpoint' | 'Protocol', string>>[] = [];
  /** Every call that arrived, in order. */
  readonly calls: string[] = [];
  /** Other services: `Service.Operation` to what it answers. */
  readonly answers = new Map<string, (request: Record<string, unknown>) => object>();
  /** `nth` of this name, from 1; `index` of all calls, from 0. */
  faultFor: (call: string, nth: number, index: number) => Fault | undefined = () => undefined;
  onKill: () => void = () => undefined;

  readonly #server = createServer((request, response) => {
    void this.#handle(request, response);
  });

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

  /** Forgets everything but the log groups. */
  reset(): void {
    this.dynamoDb.tables.clear();
    this.published.length = 0;
    this.calls.length = 0;
    this.faultFor = () => undefined;
    this.onKill = () => undefined;
  }

  /** How often a call arrived. */
  countOf(call: string): number {
    return this.calls.filter((each) => each === call).length;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const target = request.headers['x-amz-target'];
    const isQuery = target === undefined;
    const parameters = isQuery ? new URLSearchParams(body) : undefined;
    const call = isQuery ? `SNS.${parameters?.get('Action') ?? ''}` : callOf(String(target));
    this.calls.push(call);
    const fault = this.faultFor(call, this.countOf(call), this.calls.length - 1);

    const reply = (status: number, text: string) => {
      response.writeHead(status, { 'content-type': isQuery ? 'text/xml' : 'application/x-amz-json-1.0' });
      response.end(text);
    };
    const fail = ({ status, code, message, members }: ServiceError) =>
      reply(
        status,
        isQuery
          ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
          : JSON.stringify({ __type: code, message, ...members }),
      );
    if (fault === 'throttle') return fail(new ServiceError(400, 'ThrottlingException', 'Rate exceeded'));
    if (fault === 'deny')
      return fail(
        new ServiceError(400, isQuery ? 'AuthorizationError' : 'AccessDeniedException', 'not authorized'),
      );
    if (fault === 'garbage') return reply(200, '<html>gateway</html{"');
    if (fault === 'time-out') return;
    try {
      const answer = isQuery
        ? this.#sns(parameters as URLSearchParams)
        : this.#json(call, JSON.parse(body) as Record<string, unknown>);
      if (fault === 'lose-answer') {
        request.socket.destroy();
        return;
      }
      if (fault === 'kill') {
        this.onKill();
        return;
      }
      reply(200, answer);
    } catch (error) {
      if (error instanceof ServiceError) fail(error);
      else fail(new ServiceError(500, 'InternalFailure', String(error)));
    }
  }

  #json(call: string, request: Record<string, unknown>): string {
    const [service = '', operation = ''] = call.split('.');
    const own = this.answers.get(call);
    if (own !== undefined) return JSON.stringify(own(request));
    if (service === 'DynamoDB') return JSON.stringify(this.dynamoDb.answer(operation, request as never));
    if (service === 'Logs') return JSON.stringify(this.logs.answer(operation, request as never));
    throw new ServiceError(400, 'UnknownOperationException', call);
  }

  #sns(parameters: URLSearchParams): string {
    const action = parameters.get('Action') ?? '';
    if (action === 'ListSubscriptionsByTopic') {
      const members = this.subscriptions.map(
        (each) =>
          `<member>${Object.entries(each)
            .map(([name, value]) => `<${name}>${value}</${name}>`)
            .join('')}</member>`,
      );
      return `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
    }
    if (action !== 'Publish') throw new ServiceError(400, 'InvalidAction', action);
    const attributes: Record<string, string> = {};
    for (let index = 1; parameters.has(`MessageAttributes.entry.${index}.Name`); index += 1) {
      const entry = `MessageAttributes.entry.${index}`;
      attributes[parameters.get(`${entry}.Name`) ?? ''] = parameters.get(`${entry}.Value.StringValue`) ?? '';
    }
    const subject = parameters.get('Subject') ?? '';
    if (subject.length > 100 || !/^[\x20-\x7e]+$/.test(subject)) {
      throw new ServiceError(400, 'InvalidParameter', 'Invalid parameter: Subject');
    }
    const text = parameters.get('Message') ?? '';
    if (Buffer.byteLength(text) > 262_144)
      throw new ServiceError(400, 'InvalidParameter', 'Message too long');
    this.published.push({
      topic: parameters.get('TopicArn') ?? '',
      subject,
      message: parameters.get('MessageStructure') === 'json' ? JSON.parse(text) : { default: text },
      attributes,
    });
    return '<PublishResponse><PublishResult><MessageId>0</MessageId></PublishResult></PublishResponse>';
  }
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'DynamoDB',
  Logs_20140328: 'Logs',
  GraniteServiceVersion20100801: 'CloudWatch',
  AmazonSQS: 'SQS',
  AmazonAthena: 'Athena',
};

function callOf(target: string): string {
  const [service = '', operation = ''] = target.split('.');
  return `${SERVICES[service] ?? service}.${operation}`;
}
