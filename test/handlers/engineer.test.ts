import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { exampleRole } from '../../detections/examples/example-event';
import { callAt } from '../../detections/examples/trail/trail-example';
import { runCommandLine } from '../../local/commands/command-line';
import { customOf } from '../../stacks/config/custom';
import { handlerBundle } from '../../stacks/parts/handler-bundle';
import { synth } from '../stacks/synth';
import { FakeAws } from './fake-aws/fake-aws';
import { TRAIL_GROUP, VARIABLES } from './harness/environment';
import { LambdaProcess } from './harness/lambda';
import { subscriptionEvent } from './harness/subscription';

const OWN = `id: windows-password-read
title: Windows password of an instance was asked for
severity: high
attack: [T1552.005]
detector:
  kind: predicate
  detection:
    selection:
      eventSource: ec2.amazonaws.com
      eventName|re: '^GetPassword(Data|Hint)$'
    condition: selection
runbook:
  meaning: Somebody asked EC2 for the administrator's password of a Windows instance, which the launch key decrypts.
  impact: Whoever has the key pair becomes administrator of the instance.
  diagnosis:
    - In the record look at \`userIdentity.arn\` and \`sourceIPAddress\`, and at what the caller did in the hour before.
    - In the hour after \`eventTime\` look for connections to port 3389 of the instance in the flow logs.
  response:
    - Change the password of the instance and rotate the key pair that it was launched with.
examples:
  fires:
    - {eventSource: ec2.amazonaws.com, eventName: GetPasswordData}
  staysSilent:
    - {eventSource: ec2.amazonaws.com, eventName: GetConsoleOutput}
`;
const SIGMA = `title: Support case was opened by a role
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: support.amazonaws.com, eventName: CreateCase}
  filter: {userIdentity.type: Root}
  condition: selection and not filter
level: high
tags: [attack.t1078.004]
`;

const asked = callAt(0, 'ec2', 'GetPasswordData', { instanceId: 'i-0123456789abcdef0' });
const backup = exampleRole('nightly-backup', 'job');
const byBackup = callAt(600, 'ec2', 'GetPasswordData', { instanceId: 'i-1' }, { userIdentity: backup });

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-engineer-'));
  mkdirSync(path.join(work, 'detections'));
  mkdirSync(path.join(work, 'logs'));
  writeFileSync(path.join(work, 'logs/trail.json'), JSON.stringify({ Records: [asked, byBackup] }));
});
afterAll(() => rmSync(work, { recursive: true }));

const at = (file: string) => path.join(work, file);
const own = () => at('detections');

async function harborwatch(...args: readonly string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      out += String(chunk);
      done();
    },
  });
  const io = { stdout: stream, stderr: stream, env: {} } as unknown as Parameters<typeof runCommandLine>[1];
  const status = await runCommandLine(args, io);
  return { status, out };
}

/** Raised detections of a replay, as JSON says them. */
async function raised(...args: readonly string[]): Promise<readonly string[]> {
  const { out } = await harborwatch('replay', at('logs'), '--format', 'json', '--no-audit', ...args);
  const { alarms, findings } = JSON.parse(out) as {
    alarms: { detection: string; state: string }[];
    findings: { detection: string }[];
  };
  return [...alarms.filter(({ state }) => state === 'ALARM'), ...findings].map(({ detection }) => detection);
}

test('a wrong field is told with its file and line, and the folder is not used', async () => {
  writeFileSync(at('detections/own.yml'), OWN.replace('severity: high', 'severty: high'));
  const { status, out } = await harborwatch('detections', 'test', own());
  expect(status).toBe(2);
  expect(out).toContain(`${at('detections/own.yml')}:3: there is no severty here; did you mean severity?`);
  const replayed = await harborwatch('replay', at('logs'), '--detections', own());
  expect(replayed.status).toBe(2);
  expect(replayed.out.split('\n')).toContainEqual(
    expect.stringMatching(/^ {2}.*own\.yml:3: there is no severty here; did you mean severity\?$/),
  );
});

test('an example that does not fire is red', async () => {
  writeFileSync(
    at('detections/own.yml'),
    OWN.replace('eventName: GetPasswordData}', 'eventName: GetPassword}'),
  );
  expect(await harborwatch('detections', 'test', own())).toMatchObject({ status: 1 });
});

test('mended, it is green, and a replay tells it', async () => {
  writeFileSync(at('detections/own.yml'), OWN);
  writeFileSync(at('detections/sigma.yml'), SIGMA);
  expect(await harborwatch('detections', 'test', own())).toMatchObject({ status: 0 });
  expect(await raised()).not.toContain('windows-password-read');
  expect(await raised('--detections', own())).toContain('windows-password-read');
  // "npm start" takes the folder, too.
  const started = await harborwatch(
    'start',
    at('logs'),
    '--format',
    'json',
    '--no-audit',
    '--detections',
    own(),
  );
  expect(started).toMatchObject({ status: 0, out: expect.stringContaining('windows-password-read') });
  const { out } = await harborwatch('detections', 'windows-password-read', '--detections', own());
  expect(out).toContain('Whoever has the key pair becomes administrator');
});

test('a noisy role is silenced until a day, and the replay says what that kept quiet', async () => {
  const suppressions = [
    {
      detection: 'windows-password-read',
      role: 'arn:aws:iam::111122223333:role/service/nightly-backup',
      owner: 'ops@example.com',
      reason: 'asks every night',
      expires: '2099-12-31',
    },
  ];
  writeFileSync(at('settings.json'), JSON.stringify({ suppressions }));
  const { out } = await harborwatch(
    'replay',
    at('logs'),
    '--settings',
    at('settings.json'),
    '--detections',
    own(),
    '--no-audit',
  );
  expect(out.replace(/\s+/g, ' ')).toContain(
    'suppression suppressions[0] (windows-password-read; ops@example.com, until 2100-01-01T00:00:00Z) kept 1 finding quiet',
  );
  for (const [wrong, sentence] of [
    [{ role: 'nightly-backup' }, 'suppressions[0].role is "nightly-backup"; allowed is the ARN of a role'],
    [
      { expires: '2020-01-01' },
      'suppressions[0].expires is "2020-01-01"; allowed is a day or a moment to come',
    ],
    [{ expires: 'soon' }, 'suppressions[0].expires is "soon"; allowed is a day such as'],
    [{ owner: undefined }, 'suppressions[0].owner is absent'],
  ] as const) {
    writeFileSync(at('settings.json'), JSON.stringify({ suppressions: [{ ...suppressions[0], ...wrong }] }));
    const told = await harborwatch(
      'replay',
      at('logs'),
      '--settings',
      at('settings.json'),
      '--detections',
      own(),
    );
    expect(told.status).toBe(2);
    expect(told.out).toContain(sentence);
  }
});

test("a question of one's own is listed and deployed like ours, and a wrong one is told", async () => {
  const file = at('detections/who-read-passwords.sql');
  writeFileSync(file, '-- Who asked for passwords of instances?\nselect eventname from cloudtrail_logs\n');
  try {
    expect((await harborwatch('query', '--list', '--detections', own())).out).toContain('who-read-passwords');
    const queries = synth({ detections: own(), name: 'own' })
      .template('audit')
      .findResources('AWS::Athena::NamedQuery');
    expect(JSON.stringify(queries)).toContain('who-read-passwords');
    writeFileSync(file, '-- x\n-- param who: nothing\nselect 1\n');
    expect(await harborwatch('detections', 'test', own())).toMatchObject({ status: 2 });
  } finally {
    rmSync(file);
  }
});

test('what lies among the logs may add, and never switches off', async () => {
  const among = at('logs/detections');
  mkdirSync(among);
  try {
    writeFileSync(
      path.join(among, 'own.yml'),
      `${OWN}---\nchange: trail-stopped\noff: true\nreason: quiet\n`,
    );
    const { out } = await harborwatch('replay', at('logs'), '--no-audit');
    expect(out.replace(/\s+/g, ' ')).toContain('it asks for trail-stopped off; that was not followed');
    expect(await raised()).toContain('windows-password-read');
  } finally {
    rmSync(among, { recursive: true });
  }
});

test('deployed, a rule of Sigma is a metric filter with an alarm, and a mistake fails synth with its line', () => {
  const template = synth({ detections: own() }).template('detection');
  template.hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern:
      '{ ((($.eventSource = "support.amazonaws.com") && ($.eventName = "CreateCase")) && (($.userIdentity.type NOT EXISTS) || ($.userIdentity.type != "Root"))) }',
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'harborwatch-sigma-support-case-was-opened-by-a-role',
  });
  const wrong = at('wrong');
  mkdirSync(wrong);
  writeFileSync(path.join(wrong, 'own.yml'), 'id: x\ndetector: {}\n');
  expect(() => synth({ detections: wrong })).toThrow(`${wrong}/own.yml:1: id is "x"; allowed is`);
});

test('the deployed function tells the message with the owner of the rule as ours', async () => {
  const folder = handlerBundle('trail-analyzer', customOf({ detections: own() }));
  const aws = new FakeAws();
  const lambda = new LambdaProcess(folder, await aws.start(), VARIABLES);
  try {
    const batch = subscriptionEvent([JSON.stringify(asked)], { logGroup: TRAIL_GROUP });
    expect(await lambda.invoke(batch)).toEqual({ kind: 'answer', value: undefined });
    const told = aws.published.map(
      ({ attributes }) => JSON.parse(attributes['detections'] ?? '[]') as string[],
    );
    expect(told).toEqual([['windows-password-read']]);
    expect(aws.published[0]?.message['email']).toContain('Windows password of an instance was asked for');
  } finally {
    await lambda.stop();
    await aws.stop();
  }
});
