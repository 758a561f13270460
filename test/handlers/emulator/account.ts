import { randomUUID } from 'node:crypto';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Published } from '../fake-aws/fake-aws';
import { STATE, TOLD, TRAIL_GROUP, VARIABLES } from '../harness/environment';
import { FLOW_GROUP } from '../harness/subscription';

/** The clients that a test asks with, past the handlers' proxy. */
interface Clients {
  readonly dynamoDb: DynamoDBClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly logs: CloudWatchLogsClient;
}

interface Names {
  readonly state: string;
  readonly told: string;
  readonly trailGroup: string;
  readonly flowGroup: string;
  readonly topicArn: string;
  /** A queue that gets everything that is published, as a machine would. */
  readonly inboxUrl: string;
  /** The queue in which the chain check looks for its canary. */
  readonly canaryUrl: string;
}

const STREAM = 'stream';
/** What was received and not deleted comes again after a second, not after half a minute. */
const VISIBILITY_SECONDS = 1;

/** What the stacks would create, made in the emulator: tables, topic, queues and log groups of one test. */
export class Account {
  readonly names: Names;
  readonly #clients: Clients;

  private constructor(clients: Clients, names: Names) {
    this.#clients = clients;
    this.names = names;
  }

  static async create(endpoint: string): Promise<Account> {
    const settings = {
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const clients = {
      dynamoDb: new DynamoDBClient(settings),
      sns: new SNSClient(settings),
      sqs: new SQSClient(settings),
      logs: new CloudWatchLogsClient(settings),
    };
    const { dynamoDb, sns, logs } = clients;
    // Suites run beside each other on one emulator.
    const own = randomUUID().slice(0, 8);
    const named = (name: string) => `${name}-${own}`;
    await dynamoDb.send(createTable(named(STATE), ['kind', 'id']));
    await dynamoDb.send(createTable(named(TOLD), ['id']));
    for (const group of [TRAIL_GROUP, FLOW_GROUP].map(named)) {
      await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
      await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: STREAM }));
    }
    const { TopicArn: topicArn = '' } = await sns.send(
      new CreateTopicCommand({ Name: named('notifications') }),
    );
    return new Account(clients, {
      state: named(STATE),
      told: named(TOLD),
      trailGroup: named(TRAIL_GROUP),
      flowGroup: named(FLOW_GROUP),
      topicArn,
      inboxUrl: await subscribedQueue(clients, topicArn, named('inbox')),
      canaryUrl: await subscribedQueue(clients, topicArn, named('canary'), '{"kind":["canary"]}'),
    });
  }

  variables(): Readonly<Record<string, string>> {
    const { names } = this;
    return {
      ...VARIABLES,
      NOTIFICATION_TOPIC_ARN: names.topicArn,
      STATE_TABLE: names.state,
      TOLD_TABLE: names.told,
      TRAIL_LOG_GROUP: names.trailGroup,
      FLOW_LOG_GROUP: names.flowGroup,
    };
  }

  /** Writes records into a log group; times in epoch milliseconds. */
  async log(group: string, events: readonly { timestamp: number; message: string }[]): Promise<void> {
    if (events.length === 0) return;
    await this.#clients.logs.send(
      new PutLogEventsCommand({
        logGroupName: group,
        logStreamName: STREAM,
        logEvents: events.map(({ timestamp, message }) => ({ timestamp, message })),
      }),
    );
  }

  /** Somebody subscribes by mail, which the emulator takes as confirmed; gives what takes the subscription back. */
  async addPerson(): Promise<() => Promise<void>> {
    const { sns } = this.#clients;
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({
        TopicArn: this.names.topicArn,
        Protocol: 'email',
        Endpoint: 'ops@example.com',
        ReturnSubscriptionArn: true,
      }),
    );
    return async () => {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    };
  }

  /** Publishes what a run of alarm-context would make of a canary's record. */
  async canaryCameOut(tokens: readonly string[]): Promise<void> {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await this.#clients.sns.send(
      new PublishCommand({
        TopicArn: this.names.topicArn,
        Message: 'canary',
        MessageAttributes: { kind: text('canary'), tokens: text(JSON.stringify(tokens)) },
      }),
    );
  }

  /** What came to the inbox since it was last looked into. */
  async received(): Promise<readonly Published[]> {
    const found: Published[] = [];
    for (;;) {
      const { Messages = [] } = await this.#clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.names.inboxUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 3_600,
        }),
      );
      if (Messages.length === 0) return found;
      found.push(...Messages.map(({ Body = '{}' }) => publishedIn(Body)));
    }
  }

  /** Bodies of the state table by kind and id. */
  async stateItems(): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const items = await this.#scan(this.names.state);
    return new Map(
      items.map(({ kind, id, body }) => [`${kind?.S} ${id?.S}`, JSON.parse(body?.S ?? '{}')] as const),
    );
  }

  /** How far the tellings have got. */
  async tellings(): Promise<readonly string[]> {
    return (await this.#scan(this.names.told)).map(({ status }) => status?.S ?? '');
  }

  close(): void {
    for (const client of Object.values(this.#clients)) client.destroy();
  }

  async #scan(table: string): Promise<readonly Readonly<Record<string, AttributeValue>>[]> {
    const { Items = [] } = await this.#clients.dynamoDb.send(new ScanCommand({ TableName: table }));
    return Items;
  }
}

function createTable(name: string, keys: readonly string[]): CreateTableCommand {
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
  });
}

async function subscribedQueue(
  { sqs, sns }: Clients,
  topicArn: string,
  name: string,
  filter?: string,
): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { VisibilityTimeout: String(VISIBILITY_SECONDS) },
    }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.['QueueArn'] ?? '',
      ...(filter !== undefined && { Attributes: { FilterPolicy: filter } }),
    }),
  );
  return QueueUrl;
}

/** A message out of the envelope in which SNS puts it into a queue. */
function publishedIn(body: string): Published {
  const { TopicArn, Subject, Message, MessageAttributes } = JSON.parse(body) as {
    readonly TopicArn?: string;
    readonly Subject?: string;
    readonly Message?: string;
    readonly MessageAttributes?: Readonly<Record<string, { readonly Value?: string }>>;
  };
  const text = Message ?? '';
  return {
    topic: TopicArn ?? '',
    subject: Subject ?? '',
    message: { default: text, email: text },
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes ?? {}).map(([name, { Value = '' }]) => [name, Value]),
    ),
  };
}
