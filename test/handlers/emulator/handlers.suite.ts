import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
import { alarmEvent, trailEvent } from '../alarm-events';
import { STATE, TOLD, TRAIL_GROUP, VARIABLES } from '../environment';
import { guesses } from '../flow-lines';
import { bundle, LambdaProcess } from '../lambda';
import { subscriptionEvent } from '../subscription';
import { Emulator } from './emulator';

/**
 * The bundles as they are deployed against an emulator of the AWS API: tables, topic, queue and log groups are its
 * own. It matches JSON patterns with everything, which is why records are judged again; Logs Insights' queries and
 * Athena's dialect it does not evaluate, so these two are tested with recorded answers over HTTP.
 */
const NOW = Math.floor(Date.now() / 1000);

let emulator: Emulator;
let clients: { dynamoDb: DynamoDBClient; sns: SNSClient; sqs: SQSClient; logs: CloudWatchLogsClient };
let variables: Readonly<Record<string, string>>;
let queueUrl: string;
beforeAll(async () => {
  emulator = await Emulator.start();
  const settings = {
    endpoint: emulator.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  clients = {
    dynamoDb: new DynamoDBClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    logs: new CloudWatchLogsClient(settings),
  };
  const { dynamoDb, sns, sqs, logs } = clients;
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: STATE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [text('kind'), text('id')],
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
    }),
  );
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: TOLD,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [text('id')],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'notifications' }));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'machines' }));
  queueUrl = QueueUrl;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.['QueueArn'] ?? '' }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: TRAIL_GROUP }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: TRAIL_GROUP, logStreamName: 'trail' }));
  variables = { ...VARIABLES, NOTIFICATION_TOPIC_ARN: TopicArn };
});
afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  await emulator?.stop();
});

/** What came to the queue, which is then empty. */
async function received(): Promise<readonly Record<string, unknown>[]> {
  const bodies: Record<string, unknown>[] = [];
  for (;;) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '{}' }) => JSON.parse(Body) as Record<string, unknown>));
  }
}

test('flow records in: one OCSF message out, stories in the table, nothing on the second delivery', async () => {
  const lambda = new LambdaProcess(bundle('flow-log-analyzer'), emulator.endpoint, variables);
  const event = subscriptionEvent(guesses(12, NOW - 300));
  expect(await lambda.invoke(event)).toEqual({ kind: 'answer', value: undefined });
  expect(await lambda.invoke(event)).toEqual({ kind: 'answer', value: undefined });
  await lambda.stop();
  const messages = await received();
  expect(messages).toHaveLength(1);
  const [first = ''] = String(messages[0]?.['Message']).split('\n');
  expect(JSON.parse(first)).toMatchObject({ class_uid: 2004, activity_name: 'Create' });
  const { Items = [] } = await clients.dynamoDb.send(new ScanCommand({ TableName: STATE }));
  expect(Items.filter(({ kind }) => kind?.S === 'story').length).toBeGreaterThan(1);
});

test('an alarm in: the record behind it in the message, and no other', async () => {
  const exec = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
  const events = [
    trailEvent(exec, NOW - 300, 'e-1'),
    trailEvent({ ...exec, eventName: 'DescribeTasks' }, NOW - 200, 'e-2'),
  ];
  await clients.logs.send(
    new PutLogEventsCommand({
      logGroupName: TRAIL_GROUP,
      logStreamName: 'trail',
      logEvents: events.map(({ timestamp, message }) => ({ timestamp, message })),
    }),
  );
  const lambda = new LambdaProcess(bundle('alarm-context'), emulator.endpoint, variables);
  const event = alarmEvent([{ name: 'ecs-exec-session-opened', state: 'ALARM', at: NOW - 30 }]);
  expect(await lambda.invoke(event)).toEqual({ kind: 'answer', value: undefined });
  expect(await lambda.invoke(event)).toEqual({ kind: 'answer', value: undefined });
  await lambda.stop();
  const messages = await received();
  expect(messages).toHaveLength(1);
  const told = JSON.parse(String(messages[0]?.['Message'])) as { evidences: { uid: string }[] };
  expect(told.evidences.map(({ uid }) => uid)).toEqual(['e-1']);
});
