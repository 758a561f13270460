import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { denied, EXAMPLE_ACCOUNT, exampleRole } from '../../detections/examples/example-event';
import { callAt } from '../../detections/examples/trail/trail-example';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { TICK } from './harness/alarm-events';
import { deployed } from './harness/deployed';
import { STATE, TRAIL_GROUP } from './harness/environment';
import { subscriptionEvent } from './harness/subscription';

const BUCKET = 'trail-bucket';
const KEY = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/file.json.gz';

let files: Server;
const held = new Map<string, Buffer>();
beforeAll(async () => {
  files = createServer((request, response) => {
    const bytes = held.get(decodeURIComponent((request.url ?? '').split('?')[0] ?? ''));
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => await new Promise((resolve) => files.close(resolve)));

const underTest = deployed('trail-analyzer', () => ({
  AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(files.address() as AddressInfo).port}`,
}));

const batch = (...records: readonly CloudTrailRecord[]) =>
  subscriptionEvent(
    records.map((record) => JSON.stringify(record)),
    { logGroup: TRAIL_GROUP },
  );
const stopped = callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' });
const deleted = callAt(60, 's3', 'DeleteBucket', { bucketName: 'data' });
const detectionsTold = () =>
  underTest.aws.published.flatMap(
    ({ attributes }) => JSON.parse(attributes['detections'] ?? '[]') as string[],
  );
const items = (kind: string) =>
  underTest.aws.dynamoDb
    .items(STATE)
    .filter((item) => item['kind']?.S === kind)
    .map((item) => ({ id: item['id']?.S ?? '', body: JSON.parse(item['body']?.S ?? '{}') }));

test('two steps in two batches are a chain, with both records in the message', async () => {
  expect(await underTest.lambda.invoke(batch(stopped))).toEqual({ kind: 'answer', value: undefined });
  expect(detectionsTold()).not.toContain('chain-logging-cut-then-destruction');
  await underTest.lambda.invoke(batch(deleted));
  expect(detectionsTold()).toEqual(['chain-logging-cut-then-destruction']);
  const [{ message, attributes }] = underTest.aws.published as [(typeof underTest.aws.published)[number]];
  expect(attributes).toMatchObject({ kind: 'finding', severity: 'critical', state: 'START' });
  expect(message['email']).toContain(stopped.eventID);
  expect(message['email']).toContain(deleted.eventID);
});

test('the later step may come first, and every batch twice: it is told once', async () => {
  for (const record of [deleted, deleted, stopped, stopped, deleted])
    await underTest.lambda.invoke(batch(record));
  expect(detectionsTold()).toEqual(['chain-logging-cut-then-destruction']);
});

test('a refused first step is none', async () => {
  await underTest.lambda.invoke(batch(denied(stopped), deleted));
  expect(detectionsTold()).toEqual(['tampering-refused']);
});

test('a message goes on with the thread that an alarm of the actor began, and the next alarm with its', async () => {
  const actor = stopped.userIdentity?.arn ?? '';
  await underTest.lambda.invoke(batch(stopped, deleted));
  const [{ attributes }] = underTest.aws.published as [(typeof underTest.aws.published)[number]];
  expect(attributes['thread']).toMatch(new RegExp(`^${actor}/`));
  // Where alarm-context looks for the thread of an actor's messages, and leaves it.
  expect(items('thread')).toEqual([
    { id: actor, body: expect.objectContaining({ thread: attributes['thread'], owner: actor }) },
  ]);
});

const event = (record: CloudTrailRecord) => ({
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.lambda',
  detail: record,
});

test('a call on the pipeline itself is told within seconds, and not again when the trail brings it', async () => {
  const over = callAt(0, 'monitoring', 'PutMetricAlarm', { alarmName: 'harborwatch-trail-stopped' });
  await underTest.lambda.invoke(event(over));
  expect(detectionsTold()).toEqual(['own-chain-changed']);
  await underTest.lambda.invoke(event(over));
  await underTest.lambda.invoke(batch(over));
  expect(detectionsTold()).toEqual(['own-chain-changed']);
});

test('an early record of anything else waits for the trail', async () => {
  const theirs = callAt(0, 'sns', 'DeleteTopic', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:shop' });
  expect(await underTest.lambda.invoke(event(theirs))).toEqual({ kind: 'answer', value: undefined });
  await underTest.lambda.invoke(event(deleted));
  expect(detectionsTold()).toEqual([]);
});

test('a record that an alarm tells of is not told a second time by a rule on single records', async () => {
  const opened = callAt(
    0,
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { groupId: 'sg-1' },
    {
      responseElements: {
        securityGroupRuleSet: {
          items: [{ groupId: 'sg-1', ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIpv4: '0.0.0.0/0' }],
        },
      },
    },
  );
  await underTest.lambda.invoke(batch(opened));
  expect(detectionsTold()).toEqual([]);
});

test('a story is over when its actor was quiet for an hour, and people are told once', async () => {
  await underTest.lambda.invoke(batch(stopped, deleted));
  const began = Date.parse(stopped.eventTime) / 1000;
  const ahead = (seconds: number) => began + seconds - Math.floor(Date.now() / 1000);
  const tick = async (seconds: number) =>
    await underTest.lambda.invoke(TICK, { aheadSeconds: ahead(seconds) });
  const states = () => underTest.aws.published.map(({ attributes }) => attributes['state']);
  expect(await tick(120 * 60)).toEqual({ kind: 'answer', value: undefined });
  expect(states()).toEqual(['START']);
  await tick(140 * 60);
  await tick(150 * 60);
  expect(states()).toEqual(['START', 'END']);
  const threads = underTest.aws.published.map(({ attributes }) => attributes['thread']);
  expect(new Set(threads).size).toBe(1);
});

test.each([
  ['in order', [0, 180], ['START of 0', 'END of 0', 'START of 180', 'END of 180']],
  ['the earlier one late', [180, 0], ['START of 180', 'START of 0', 'END of 0', 'END of 180']],
])('each of two stories of one actor has its end, %s', async (_, order, expected) => {
  const cut = (at: number) => [
    callAt(at, 'cloudtrail', 'StopLogging', { name: 'trail' }),
    callAt(at + 1, 's3', 'DeleteBucket', { bucketName: 'data' }),
  ];
  // Without a tick of the clock in between, as when it failed or was late.
  for (const at of order) {
    await underTest.lambda.invoke(batch(...cut(at)));
    await underTest.lambda.invoke(batch(...cut(at)));
  }
  const ahead = Date.parse(stopped.eventTime) / 1000 + 400 * 60 - Math.floor(Date.now() / 1000);
  await underTest.lambda.invoke(TICK, { aheadSeconds: ahead });
  const CHAIN = 'chain-logging-cut-then-destruction';
  const [first] = order.toSorted((one, other) => one - other);
  const told = underTest.aws.published
    .filter(({ attributes }) => attributes['detections']?.includes(CHAIN))
    .map(({ attributes, message }) => {
      const isFirst = message['email']?.includes(cut(first ?? 0)[0]?.eventTime ?? '-') === true;
      return `${attributes['state']} of ${isFirst ? 0 : 180}`;
    });
  expect(told).toEqual(expected);
});

test('an earlier story of the same actor is not told again with every record of a later one', async () => {
  const gone = (minutes: number) => callAt(minutes, 's3', 'DeleteBucket', { bucketName: `b-${minutes}` });
  for (const record of [stopped, gone(5), gone(120), gone(121), gone(122), gone(5), gone(120)])
    await underTest.lambda.invoke(batch(record));
  const told = underTest.aws.published.map(({ attributes }) => attributes['id']);
  expect(new Set(told).size).toBe(told.length);
  const starts = underTest.aws.published.filter(
    ({ attributes }) =>
      attributes['state'] === 'START' &&
      attributes['detections']?.includes('chain-logging-cut-then-destruction'),
  );
  expect(starts).toHaveLength(2);
});

test('a chain that one actor goes through with many services is one story, with its number and all records', async () => {
  const pair = (index: number) => [
    callAt(index, 'ecs', 'RegisterTaskDefinition', {
      family: `f-${index}`,
      containerDefinitions: [{ name: 'c', image: 'docker.io/miner/xmr:1' }],
    }),
    callAt(index + 0.2, 'ecs', 'RunTask', { taskDefinition: `f-${index}:1`, cluster: 'harbor' }),
  ];
  const records = Array.from({ length: 10 }, (_, index) => pair(index)).flat();
  for (let from = 0; from < records.length; from += 6) {
    await underTest.lambda.invoke(batch(...records.slice(from, from + 6)));
    await underTest.lambda.invoke(batch(...records.slice(from, from + 6)));
  }
  const CHAIN = 'chain-foreign-task-defined-then-run';
  const told = underTest.aws.published.filter(({ attributes }) => attributes['detections']?.includes(CHAIN));
  // At two, at four and at eight: when the number has doubled, it is told again.
  expect(told).toHaveLength(3);
  const [story, ...others] = items('trail-story')
    .map(({ body }) => body.finding)
    .filter(({ detection }) => detection === CHAIN);
  expect(others).toEqual([]);
  expect(story).toMatchObject({ evidence: { count: 10 } });
  expect(story.causes.map(({ eventId }: { eventId: string }) => eventId).sort()).toEqual(
    records.map(({ eventID }) => eventID).sort(),
  );
});

test('acts go with whoever did them into the session of a role, whichever record comes first', async () => {
  const arn = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/ops/s`;
  const cut = callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' });
  const taken = callAt(
    5,
    'sts',
    'AssumeRole',
    { roleArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/ops`, roleSessionName: 's' },
    { responseElements: { assumedRoleUser: { arn } } },
  );
  const destroyed = callAt(
    30,
    's3',
    'DeleteBucket',
    { bucketName: 'data' },
    { userIdentity: exampleRole('ops', 's'), sourceIPAddress: '203.0.113.77' },
  );
  const CHAIN = 'chain-logging-cut-then-destruction';
  const told = () =>
    underTest.aws.published.filter(({ attributes }) => attributes['detections']?.includes(CHAIN)).length;
  for (const record of [destroyed, cut]) await underTest.lambda.invoke(batch(record));
  expect(told()).toBe(0);
  await underTest.lambda.invoke(batch(taken));
  expect(told()).toBe(1);
  for (const record of [taken, cut, destroyed]) await underTest.lambda.invoke(batch(record));
  expect(told()).toBe(1);
});

test('nothing is told while it learns', async () => {
  for (const minutes of [0, 60, 120]) {
    await underTest.lambda.invoke(batch(callAt(minutes, 'iam', 'CreateUser', { userName: `u${minutes}` })));
  }
  expect(detectionsTold()).toEqual([]);
  expect(items('trail-baseline')).toHaveLength(1);
  expect(items('trail/first-time-sensitive-call')).toHaveLength(1);
});

test('files of a bucket are read as the queue names them, by EventBridge or by the topic of the trail', async () => {
  held.set(`/${BUCKET}/${KEY}`, gzipSync(JSON.stringify({ Records: [stopped, deleted] })));
  const named = { source: 'aws.s3', detail: { bucket: { name: BUCKET }, object: { key: KEY } } };
  const byTopic = { Message: JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [KEY] }) };
  const event = {
    Records: [named, byTopic].map((body, index) => ({
      messageId: String(index),
      eventSource: 'aws:sqs',
      body: JSON.stringify(body),
    })),
  };
  expect(await underTest.lambda.invoke(event)).toEqual({ kind: 'answer', value: { batchItemFailures: [] } });
  expect(detectionsTold()).toEqual(['chain-logging-cut-then-destruction']);
});

test('a file that is not there comes again by itself, without the others', async () => {
  const lost = { detail: { bucket: { name: BUCKET }, object: { key: `${KEY}/CloudTrail/lost.json.gz` } } };
  const event = {
    Records: [lost, { detail: {} }].map((body, index) => ({
      messageId: String(index),
      eventSource: 'aws:sqs',
      body: JSON.stringify(body),
    })),
  };
  expect(await underTest.lambda.invoke(event)).toEqual({
    kind: 'answer',
    value: { batchItemFailures: [{ itemIdentifier: '0' }] },
  });
});

test('a batch of which nothing is a record fails, so that it reaches the failure destination', async () => {
  expect(await underTest.lambda.invoke(subscriptionEvent(['no record']))).toMatchObject({
    kind: 'error',
    name: 'UnreadableTrailError',
  });
});
