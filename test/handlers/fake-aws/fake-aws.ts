import { FakeAthena } from './athena';
import { FakeConfig } from './config';
import { FakeDynamoDb } from './dynamo-db';
import { type AwsAnswer, errorAnswer } from './fault';
import { type AwsCall, FaultingServer } from './faulting-server';
import { FakeLogs } from './logs';
import type { Published } from './published';
import { FakeQueue } from './queue';
import { FakeSearch } from './search';
import { ServiceError } from './service-error';

export type { Fault } from './fault';
export type { Published } from './published';

/** Tables and a queue as runs left them. */
export interface Left {
  readonly tables: ReturnType<FakeDynamoDb['left']>;
  readonly queue: ReturnType<FakeQueue['left']>;
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** The AWS services that the handlers call, over HTTP and with a memory. */
export class FakeAws extends FaultingServer {
  readonly athena = new FakeAthena();
  readonly dynamoDb = new FakeDynamoDb();
  readonly logs = new FakeLogs();
  readonly queue = new FakeQueue();
  readonly published: Published[] = [];
  readonly config = new FakeConfig(this.published);
  readonly search = new FakeSearch(this.published);
  /** Of every topic. */
  readonly subscriptions: Readonly<Record<'SubscriptionArn' | 'Endpoint' | 'Protocol', string>>[] = [];
  /** Other services: `Service.Operation` to what it answers. */
  readonly answers = new Map<string, (request: Readonly<Record<string, unknown>>) => object>();

  /** Objects of buckets by `/bucket/key`. */
  readonly files = new Map<string, Uint8Array>();

  /** What is remembered of calls, as it is now. */
  left(): Left {
    return { tables: this.dynamoDb.left(), queue: this.queue.left() };
  }

  /** Goes on from where another was left. */
  restore({ tables, queue }: Left): void {
    this.dynamoDb.restore(tables);
    this.queue.restore(queue);
  }

  protected answer({ name, method, request, path, body }: AwsCall): AwsAnswer {
    try {
      if (name.startsWith('OpenSearch.')) {
        return this.search.answer({ method, path, text: body.toString('utf8') });
      }
      if (name === 'S3.GetObject') return this.#file(decodeURIComponent(path.split('?')[0] ?? ''));
      if (name === 'S3.PutObject') {
        this.files.set(decodeURIComponent(path.split('?')[0] ?? ''), body);
        return { status: 200, contentType: 'application/xml', body: '' };
      }
      return name.startsWith('SNS.')
        ? { status: 200, contentType: 'text/xml', body: this.#sns(request as Parameters) }
        : {
            status: 200,
            contentType: 'application/x-amz-json-1.0',
            body: JSON.stringify(this.#json(name, request)),
          };
    } catch (error) {
      return error instanceof ServiceError
        ? errorAnswer(name, error.status, error.code, error.message, error.members)
        : errorAnswer(name, 500, 'InternalFailure', String(error));
    }
  }

  #file(path: string): AwsAnswer {
    const body = this.files.get(path);
    const contentType = 'application/xml';
    if (body === undefined)
      return { status: 404, contentType, body: '<Error><Code>NoSuchKey</Code></Error>' };
    return { status: 200, contentType: 'binary/octet-stream', body };
  }

  /** Keeps the latest of each id: what comes twice is not there twice. */
  #import({ Findings = [] }: { readonly Findings?: readonly { readonly Id: string }[] }): object {
    for (const { Id: id } of Findings) {
      if (this.published.some(({ attributes }) => attributes['id'] === id)) continue;
      this.published.push({ topic: 'security-hub', subject: '', message: {}, attributes: { id } });
    }
    return { FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] };
  }

  #json(call: string, request: AwsCall['request']): object {
    const own = this.answers.get(call);
    if (own !== undefined) return own(request);
    const [service = '', operation = ''] = call.split('.');
    switch (service) {
      case 'Athena':
        return this.athena.answer(operation, request);
      case 'Config':
        return this.config.answer(operation, request);
      case 'DynamoDB':
        return this.dynamoDb.answer(operation, request as never);
      case 'Logs':
        return this.logs.answer(operation, request as never);
      case 'SecurityHub':
        return this.#import(request as never);
      case 'SQS':
        return this.queue.answer(operation, request);
      default:
        throw new ServiceError(400, 'UnknownOperationException', call);
    }
  }

  #sns(parameters: Parameters): string {
    const { Action: action = '', Subject: subject = '', Message: text = '' } = parameters;
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
    for (let index = 1; ; index += 1) {
      const entry = `MessageAttributes.entry.${index}`;
      const name = parameters[`${entry}.Name`];
      if (name === undefined) break;
      attributes[name] = parameters[`${entry}.Value.StringValue`] ?? '';
    }
    if (subject.length > 99 || !/^[\x20-\x7e]+$/.test(subject)) {
      throw new ServiceError(400, 'InvalidParameter', 'Invalid parameter: Subject');
    }
    if (Object.values(attributes).some((value) => value.trim() === '')) {
      throw new ServiceError(400, 'ParameterValueInvalid', 'The message attribute value must not be empty');
    }
    const together = Object.entries(attributes).flat().join('');
    if (Buffer.byteLength(text + together) > 262_144)
      throw new ServiceError(400, 'InvalidParameter', 'Message too long');
    this.published.push({
      topic: parameters['TopicArn'] ?? '',
      subject,
      message: parameters['MessageStructure'] === 'json' ? JSON.parse(text) : { default: text },
      attributes,
    });
    return '<PublishResponse><PublishResult><MessageId>0</MessageId></PublishResult></PublishResponse>';
  }
}
