import type { FakeAws, Published } from './fake-aws/fake-aws';
import { deployed } from './harness/deployed';
import { STATE, VARIABLES } from './harness/environment';
import { guesses } from './harness/flow-lines';
import { LambdaProcess } from './harness/lambda';
import { subscriptionEvent } from './harness/subscription';

const AT = Math.floor(Date.now() / 1000) - 300;
const SOURCE = '203.0.113.77';

const underTest = deployed('flow-log-analyzer');
let folder: string;
let aws: FakeAws;
let lambda: LambdaProcess;
beforeEach(() => {
  ({ folder, aws, lambda } = underTest);
});

const burst = () => subscriptionEvent(guesses(12, AT));
const messageIds = () => aws.published.map(({ attributes }) => attributes['id']);
const stories = () =>
  aws.dynamoDb.items(STATE).map((item) => JSON.parse(item['body']?.S ?? '{}') as Record<string, unknown>);

test('a guesser becomes one message in three renderings, with metrics and state', async () => {
  expect(await lambda.invoke(burst())).toEqual({ kind: 'answer', value: undefined });
  expect(aws.published).toHaveLength(1);
  const { subject, message, attributes } = aws.published[0] as Published;
  expect(subject).toMatch(/^HIGH: SSH /);
  expect(message['email']?.split('\n').slice(0, 3).join('\n')).toContain(SOURCE);
  expect(JSON.parse(message['https'] ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
  const events = (message['default'] ?? '').split('\n').map((line) => JSON.parse(line));
  expect(events.map(({ class_uid }) => class_uid)).toEqual(events.map(() => 2004));
  expect(attributes).toMatchObject({
    kind: 'finding',
    state: 'START',
    severity: 'high',
    region: 'eu-west-1',
  });
  expect(stories().length).toBeGreaterThan(1);
  expect(stories().filter(({ pending }) => pending !== undefined)).toEqual([]);
  expect(lambda.output).toContain('"SshAttempts":12');
  // Zeros of what is rare would be paid for.
  expect(lambda.output).not.toContain('"UnreadableRecords"');
  expect(lambda.output).toContain('"detection":"ssh-brute-force-flat"');
});

test('a control message is acknowledged, and no service is asked', async () => {
  const event = subscriptionEvent(['CWL CONTROL MESSAGE'], { messageType: 'CONTROL_MESSAGE' });
  expect(await lambda.invoke(event)).toEqual({ kind: 'answer', value: undefined });
  expect(aws.calls).toEqual([]);
});

test('a batch of which nothing can be read fails, so that it reaches the failure destination', async () => {
  expect(await lambda.invoke(subscriptionEvent(['no flow log 22 ']))).toEqual({
    kind: 'error',
    name: 'UnreadableBatchError',
    message: expect.stringContaining('none of 1 lines'),
  });
});

test('the same batch twice is told once', async () => {
  await lambda.invoke(burst());
  await lambda.invoke(burst());
  expect(messageIds()).toHaveLength(1);
});

test('the same batch ten times at once is told once', async () => {
  const other = new LambdaProcess(folder, aws.endpoint(), VARIABLES);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? lambda : other).invoke(burst())),
  );
  await other.stop();
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'answer'));
  // Which run claims which change is chance, and so is the number of messages; each change is in one.
  const told = aws.published.flatMap(({ message }) =>
    (message['default'] ?? '').split('\n').map((line) => JSON.parse(line).finding_info.uid as string),
  );
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told).size).toBe(told.length);
});

test('a story is told again when it has doubled, and not before', async () => {
  const upTo = (count: number) => lambda.invoke(subscriptionEvent(guesses(count, AT, 5)));
  await upTo(12);
  await upTo(15);
  expect(aws.published.map(({ attributes }) => attributes['state'])).toEqual(['START']);
  await upTo(24);
  expect(aws.published.map(({ attributes }) => attributes['state'])).toEqual(['START', 'UPDATE']);
  expect(new Set(aws.published.map(({ attributes }) => attributes['thread'])).size).toBe(1);
});

test('background of low severity is kept for the digest and told nobody', async () => {
  const rejected = guesses(12, AT)
    .filter((line) => line.includes('ingress'))
    .map((line) => line.replace('ACCEPT OK 3', 'REJECT OK 2').replace(' 16 1800 ', ' 1 60 '));
  await lambda.invoke(subscriptionEvent(rejected));
  expect(aws.published).toEqual([]);
  expect(stories().map(({ finding }) => (finding as { severity: string }).severity)).toContain('low');
});
