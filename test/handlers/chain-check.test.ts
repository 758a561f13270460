import { parseFilterPattern } from '../../analysis/filter-pattern';
import { CANARY_ID, CANARY_PATTERN, canaryPrefix } from '../../deployment/canary';
import { exampleRole } from '../../detections/examples/example-event';
import type { FakeAws } from './fake-aws/fake-aws';
import { alarmEvent } from './harness/alarm-events';
import { canaryVariables, envelope } from './harness/canary-queue';
import { deployed } from './harness/deployed';
import { STATE, TOPIC, TRAIL_GROUP, VARIABLES } from './harness/environment';
import { bundle, LambdaProcess } from './harness/lambda';
import { FLOW_GROUP } from './harness/subscription';

/** Both ends of the canary as they are deployed: chain-check calls, alarm-context answers. */
const NOW = Math.floor(Date.now() / 1000);
const PERSON = { SubscriptionArn: `${TOPIC}:1`, Endpoint: 'ops@example.com', Protocol: 'email' };

const underTest = deployed('chain-check', canaryVariables);
let contextFolder: string;
let aws: FakeAws;
let check: LambdaProcess;
let context: LambdaProcess;
let called: string[];
beforeAll(() => {
  contextFolder = bundle('alarm-context');
});
beforeEach(() => {
  ({ aws, lambda: check } = underTest);
  context = new LambdaProcess(contextFolder, aws.endpoint(), VARIABLES);
  called = [];
  aws.subscriptions.push(PERSON);
  aws.answers.set('Logs.DescribeLogGroups', ({ logGroupNamePrefix }) => {
    called.push(String(logGroupNamePrefix));
    return { logGroups: [] };
  });
  for (const logGroup of [TRAIL_GROUP, FLOW_GROUP]) {
    aws.logs.events.push({ logGroup, timestamp: (NOW - 60) * 1000, message: '{}', eventId: logGroup });
  }
});
afterEach(() => context.stop());

const mails = () => aws.published.map(({ message }) => message['email'] ?? '');

const callOf = (logGroupNamePrefix: string, eventID: string, role: string) =>
  JSON.stringify({
    eventTime: new Date(NOW * 1000).toISOString().replace(/\.\d+/, ''),
    eventSource: 'logs.amazonaws.com',
    eventName: 'DescribeLogGroups',
    userIdentity: { ...exampleRole(role), principalId: `AROA-${role}:session` },
    requestParameters: { logGroupNamePrefix },
    eventID,
  });

/** What the trail, the filter and the alarm would do with the canary's call, and with those of so many others. */
async function passThroughTheTrail(others = 0) {
  const put = (message: string, eventId: string) =>
    aws.logs.events.push({ logGroup: TRAIL_GROUP, timestamp: NOW * 1000, message, eventId });
  const message = callOf(called.at(-1) ?? '', 'canary-1', 'chain-check');
  expect(parseFilterPattern(CANARY_PATTERN).matchesText(message)).toBe(true);
  put(message, 'canary-1');
  for (let at = 0; at < others; at += 1) {
    const token = canaryPrefix(`${at}`.padEnd(64, 'x'));
    put(callOf(token, `other-${at}`, `role-${at % 60}`), `other-${at}`);
  }
  await context.invoke(alarmEvent([{ name: CANARY_ID, state: 'ALARM', at: NOW }]));
  for (const published of aws.published.splice(0)) aws.queue.put(envelope(published));
}

/** The call was made so long ago. */
function age(seconds: number) {
  const item = aws.dynamoDb.tables.get(STATE)?.get('canary latest');
  const body = JSON.parse(item?.['body']?.S ?? '{}');
  const changed = { ...body, calledAt: body.calledAt - seconds };
  aws.dynamoDb.tables.get(STATE)?.set('canary latest', { ...item, body: { S: JSON.stringify(changed) } });
}

test('a chain in order is checked in silence, and the canary calls', async () => {
  expect(await check.invoke({})).toMatchObject({ kind: 'answer' });
  expect(mails()).toEqual([]);
  expect(called).toHaveLength(1);
  expect(check.output).toContain('"ChainProblems":0');
});

test('a call that comes out as a message is followed by the next, without a word', async () => {
  await check.invoke({});
  await passThroughTheTrail();
  age(3_600);
  await check.invoke({});
  expect(mails()).toEqual([]);
  expect(called).toHaveLength(2);
});

test('others who make such calls, by sixty roles and with the longest tokens, push nothing out', async () => {
  await check.invoke({});
  await passThroughTheTrail(240);
  age(3_600);
  await check.invoke({});
  expect(mails()).toEqual([]);
  expect(called).toHaveLength(2);
});

test('a call that has not come out after 45 minutes is told, not after 44', async () => {
  await check.invoke({});
  age(44 * 60);
  await check.invoke({});
  expect(mails()).toEqual([]);
  age(2 * 60);
  await check.invoke({});
  expect(mails()[0]).toMatch(
    /^HIGH: The monitoring itself is broken\nthe call of .* has not come out as a message/,
  );
});

test('a topic whose only subscriber never confirmed is told, once a day', async () => {
  aws.subscriptions.splice(0, 1, { ...PERSON, SubscriptionArn: 'PendingConfirmation' });
  await check.invoke({});
  await check.invoke({});
  expect(mails()).toHaveLength(1);
  expect(mails()[0]).toContain('waiting for confirmation by ops@example.com');
});

test('a log group without a record for half an hour is told', async () => {
  aws.logs.events.splice(1, 1);
  await check.invoke({});
  expect(mails()[0]).toContain(`no record in ${FLOW_GROUP} for 30 minutes`);
});

test('a look that is denied is a problem, and the other looks go on', async () => {
  aws.faultFor = (call) => (call === 'SNS.ListSubscriptionsByTopic' ? 'deny' : undefined);
  await check.invoke({});
  expect(mails()[0]).toContain('could not be checked');
  expect(called).toHaveLength(1);
});

test('whoever was told that it is broken is told once that it is repaired', async () => {
  const [records] = aws.logs.events.splice(1, 1);
  await check.invoke({});
  if (records !== undefined) aws.logs.events.push(records);
  await check.invoke({});
  await check.invoke({});
  expect(aws.published.map(({ attributes }) => [attributes['thread'], attributes['state']])).toEqual([
    ['chain', 'START'],
    ['chain', 'END'],
  ]);
  expect(mails()[1]).toContain('The monitoring works again');
});

test('a lost canary is not repaired by calling again, only by a call that comes out', async () => {
  await check.invoke({});
  age(46 * 60);
  await check.invoke({});
  await check.invoke({});
  expect(aws.published.map(({ attributes }) => attributes['state'])).toEqual(['START']);
  aws.published.length = 0;
  await passThroughTheTrail();
  await check.invoke({});
  expect(aws.published.map(({ attributes }) => attributes['state'])).toEqual(['END']);
});
