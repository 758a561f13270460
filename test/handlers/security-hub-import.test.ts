import type { Notification } from '../../handlers/tell/notification';
import { FakeAws } from './fake-aws/fake-aws';
import { VARIABLES } from './harness/environment';
import { guesses } from './harness/flow-lines';
import { bundle, LambdaProcess } from './harness/lambda';
import { subscriptionEvent } from './harness/subscription';
import { SecurityHubServer } from './security-hub/security-hub-server';
import { brokenChain, publishedOf, shellInContainer, snsEvent } from './security-hub/told';

/** The bundle as it is deployed; Security Hub answers as documented over HTTP, since the emulator has none. */
let folder: string;
let hub: SecurityHubServer;
let lambda: LambdaProcess;
beforeAll(() => {
  folder = bundle('security-hub-import');
});
beforeEach(async () => {
  hub = new SecurityHubServer();
  lambda = new LambdaProcess(folder, await hub.start(), { RUNBOOK_URL: VARIABLES['RUNBOOK_URL'] ?? '' });
});
afterEach(async () => {
  await lambda.stop();
  await hub.stop();
});

const importAll = async (notifications: readonly Notification[], at?: string) =>
  lambda.invoke(snsEvent(await publishedOf(notifications), at));
const findings = () => [...hub.findings.values()];

/** The same story, told again later. */
function later(state: 'UPDATE' | 'END', seconds: number): Notification {
  const first = shellInContainer();
  const time = Number(first.events[0]?.['time']) + seconds * 1000;
  return {
    ...first,
    id: `${first.thread}/${seconds}`,
    state,
    at: first.at + seconds,
    events: first.events.map((event) => ({ ...event, time })),
  };
}

test('an alarm is a finding that says what, who and where, and what to do', async () => {
  expect(await importAll([shellInContainer()])).toEqual({ kind: 'answer', value: undefined });
  expect(findings()).toEqual([
    expect.objectContaining({
      Id: 'harborwatch/ecs-exec-session-opened/arn:aws:sts::111122223333:assumed-role/break-glass/ana/2026-11-02T08:20:20Z',
      ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
      GeneratorId: 'harborwatch/ecs-exec-session-opened',
      Title: 'ECS Exec session opened in a running container (2f4c0c9a9d3b4a61b0c7f6f1b4d0a1e2)',
      Description: expect.stringContaining(
        'role break-glass (ana) called ecs:ExecuteCommand from 198.51.100.23',
      ),
      RecordState: 'ACTIVE',
      FirstObservedAt: '2026-11-02T08:15:00.000Z',
      LastObservedAt: '2026-11-02T08:15:00.000Z',
      FindingProviderFields: {
        Severity: { Label: 'HIGH', Original: 'high' },
        Types: ['TTPs/Execution/ecs-exec-session-opened'],
      },
      Remediation: {
        Recommendation: {
          Text: expect.stringContaining('aws ssm terminate-session'),
          Url: 'https://example.com/docs/runbook.md#ecs-exec-session-opened',
        },
      },
      Network: { SourceIpV4: '198.51.100.23' },
    }),
  ]);
  expect(findings()[0]?.Resources.map(({ Type, Id, ResourceRole }) => [Type, Id, ResourceRole])).toEqual([
    [
      'AwsEcsTask',
      'arn:aws:ecs:eu-west-1:111122223333:task/harbor/2f4c0c9a9d3b4a61b0c7f6f1b4d0a1e2',
      'Target',
    ],
    ['AwsEcsCluster', 'arn:aws:ecs:eu-west-1:111122223333:cluster/harbor', 'Target'],
    ['AwsIamRole', 'arn:aws:iam::111122223333:role/break-glass', 'Actor'],
  ]);
});

test('what goes on is the same finding, and what has ended is archived', async () => {
  await importAll([shellInContainer()]);
  await importAll([later('UPDATE', 300)]);
  expect(findings()).toMatchObject([{ RecordState: 'ACTIVE', UpdatedAt: '2026-11-02T08:25:20.000Z' }]);
  await importAll([later('END', 900)]);
  expect(findings()).toMatchObject([{ RecordState: 'ARCHIVED', UpdatedAt: '2026-11-02T08:35:20.000Z' }]);
});

test('a message that comes twice or too late changes nothing', async () => {
  await importAll([later('END', 900)]);
  const before = structuredClone(findings());
  await importAll([later('END', 900)]);
  await importAll([shellInContainer()]);
  expect(findings()).toEqual(before);
});

test('what the flow-log analyzer publishes is taken as it is', async () => {
  const aws = new FakeAws();
  const analyzer = new LambdaProcess(bundle('flow-log-analyzer'), await aws.start(), VARIABLES);
  await analyzer.invoke(subscriptionEvent(guesses(12, Math.floor(Date.now() / 1000) - 300)));
  await analyzer.stop();
  await aws.stop();
  expect(await lambda.invoke(snsEvent(aws.published))).toMatchObject({ kind: 'answer' });
  const told = JSON.parse(aws.published[0]?.attributes['detections'] ?? '[]') as string[];
  expect(findings().map(({ GeneratorId }) => GeneratorId)).toEqual(told.map((id) => `harborwatch/${id}`));
  expect(findings().find(({ GeneratorId }) => GeneratorId === 'harborwatch/ssh-brute-force')).toMatchObject({
    Network: { SourceIpV4: '203.0.113.77', DestinationIpV4: '10.20.0.10', DestinationPort: 22 },
    FindingProviderFields: { Types: ['TTPs/Credential Access/ssh-brute-force'] },
  });
});

test('a broken chain is a finding about the account, archived when it is repaired', async () => {
  await importAll([brokenChain('START')], '2026-11-02T09:00:00.000Z');
  expect(findings()).toMatchObject([
    {
      Id: 'harborwatch/chain',
      RecordState: 'ACTIVE',
      Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:111122223333' }],
      FindingProviderFields: { Types: ['Software and Configuration Checks/Monitoring'] },
    },
  ]);
  await importAll([brokenChain('END')], '2026-11-02T09:30:00.000Z');
  expect(findings()).toMatchObject([{ RecordState: 'ARCHIVED' }]);
});

test('digests and canaries are no findings', async () => {
  const message = brokenChain('START');
  expect(
    await importAll([
      { ...message, kind: 'digest' },
      { ...message, kind: 'canary' },
    ]),
  ).toMatchObject({
    kind: 'answer',
  });
  expect(hub.calls).toEqual([]);
});

test('a hundred findings a call, and the rest in the next', async () => {
  const message = shellInContainer();
  const some = Array.from({ length: 101 }, (_, at) => ({ ...message, thread: `${message.thread}-${at}` }));
  await importAll(some);
  expect(hub.calls).toEqual([100, 1]);
  expect(findings()).toHaveLength(101);
});

test('a finding that is refused fails the run by its reason, and the others are imported', async () => {
  hub.refuseFinding = (id) => (id.endsWith('/chain') ? undefined : 'data.Title should NOT be empty');
  expect(await importAll([shellInContainer(), brokenChain('START')])).toMatchObject({
    kind: 'error',
    name: 'SecurityHubImportError',
    message: expect.stringMatching(
      /refused 1 of 2 findings, .*InvalidInput: data\.Title should NOT be empty/,
    ),
  });
  expect(findings().map(({ Id }) => Id)).toEqual(['harborwatch/chain']);
  hub.refuseFinding = () => undefined;
  await importAll([shellInContainer(), brokenChain('START')]);
  expect(findings()).toHaveLength(2);
});

test('where Security Hub is not enabled the event fails with the way out, and lies in the failure path', async () => {
  hub.refuse = () => ({
    status: 403,
    type: 'InvalidAccessException',
    message: 'Account 111122223333 is not subscribed to AWS Security Hub',
  });
  expect(await importAll([shellInContainer()])).toMatchObject({
    kind: 'error',
    name: 'InvalidAccessException',
  });
});

test('a throttled call is tried again within the run', async () => {
  hub.refuse = (call) =>
    call <= 2 ? { status: 429, type: 'TooManyRequestsException', message: 'Rate exceeded' } : undefined;
  expect(await importAll([shellInContainer()])).toMatchObject({ kind: 'answer' });
  expect(hub.calls).toHaveLength(3);
});

test('a message that is not ours fails by name', async () => {
  expect(await lambda.invoke({ Records: [{ Sns: { Message: 'hello', Timestamp: 'now' } }] })).toMatchObject({
    kind: 'error',
    name: 'ToldMessageError',
  });
});

test('a message of two hundred events, and the same ten times at once, are two hundred findings', async () => {
  const told = shellInContainer();
  const [event] = told.events;
  const events = Array.from({ length: 200 }, (_, index) => ({
    ...event,
    finding_info: { ...(event?.['finding_info'] as object), uid: `story-${index}` },
  }));
  const flood: Notification = { ...told, kind: 'finding', events: events as Notification['events'] };
  const [published] = await publishedOf([{ ...flood, events: [] }]);
  if (published === undefined) throw new Error('nothing was published');
  const whole = { ...published, message: { default: events.map((each) => JSON.stringify(each)).join('\n') } };
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => lambda.invoke(snsEvent([whole]))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'answer'));
  expect(findings()).toHaveLength(200);
  expect(hub.calls).toEqual(hub.calls.map(() => 100));
});

test('a second call that is throttled imports nothing twice: the next try brings all', async () => {
  const told = shellInContainer();
  const [event] = told.events;
  const lines = Array.from({ length: 150 }, (_, index) =>
    JSON.stringify({
      ...event,
      finding_info: { ...(event?.['finding_info'] as object), uid: `story-${index}` },
    }),
  );
  const [published] = await publishedOf([{ ...told, kind: 'finding', events: [] }]);
  if (published === undefined) throw new Error('nothing was published');
  const message = snsEvent([{ ...published, message: { default: lines.join('\n') } }]);
  hub.refuse = (call) =>
    call >= 2 && call < 9
      ? { status: 429, type: 'TooManyRequestsException', message: 'slow down' }
      : undefined;
  expect(await lambda.invoke(message)).toMatchObject({ kind: 'error' });
  expect(findings()).toHaveLength(100);
  hub.refuse = () => undefined;
  expect(await lambda.invoke(message)).toMatchObject({ kind: 'answer' });
  expect(findings()).toHaveLength(150);
});

test("names of a log's author are findings that Security Hub takes, or the rest is", async () => {
  const told = shellInContainer();
  const [event] = told.events;
  const names = [
    '',
    ' ',
    '\u0000',
    '\ud800',
    'x'.repeat(5_000),
    '"'.repeat(3_000),
    '<!channel>',
    '\u{1f600}'.repeat(600),
  ];
  const lines = names.map((name) =>
    JSON.stringify({
      ...event,
      message: name,
      finding_info: { ...(event?.['finding_info'] as object), uid: name, title: name, desc: name },
      resources: [{ type: name, uid: name, name }],
      remediation: { desc: name },
      evidences: [{ src_endpoint: { ip: name }, dst_endpoint: { ip: name, port: 1e308 } }],
    }),
  );
  const [published] = await publishedOf([{ ...told, kind: 'finding', events: [] }]);
  if (published === undefined) throw new Error('nothing was published');
  const outcome = await lambda.invoke(snsEvent([{ ...published, message: { default: lines.join('\n') } }]));
  expect(outcome).toEqual({ kind: 'answer', value: undefined });
});
