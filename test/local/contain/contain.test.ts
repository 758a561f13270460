import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { CONTAINED_KINDS } from '../../../analysis/containment/plan';
import { planContainment, TARGET_FORMS } from '../../../analysis/containment/plan-containment';
import { runCommandLine } from '../../../local/commands/command-line';
import { rehearse } from '../../../local/contain/rehearse';
import { user } from '../../../simulate/identities';

const PLANS = CONTAINED_KINDS.map((kind) =>
  planContainment(kind, TARGET_FORMS[kind].example, { service: 'web' }),
);

async function contain(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const status = await runCommandLine(['contain', ...args], { stdout, stderr, env: {} });
  return { status, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

test.each(PLANS)(
  '$kind: what responders do is no attack: only the compliance alarms of CIS sound',
  (plan) => {
    const alarms = rehearse(plan);
    expect(alarms.length).toBeGreaterThan(0);
    expect(
      alarms.filter(({ severity, detection }) => severity !== 'low' || !detection.startsWith('cis-')),
    ).toEqual([]);
  },
);

test('the same steps by a person with a key do sound: the rehearsal hears what is there to hear', () => {
  const loud = PLANS.flatMap((plan) => rehearse(plan, user('mallory'))).filter(
    ({ severity }) => severity !== 'low',
  );
  expect(loud.map(({ detection }) => detection)).not.toEqual([]);
});

test('a rehearsal is the same every time', () => {
  for (const plan of PLANS) expect(rehearse(plan)).toEqual(rehearse(plan));
});

test('the plan is printed with its commands whole, and what will sound', async () => {
  const { status, out } = await contain('role', 'web-task-role');
  expect(status).toBe(0);
  expect(out).toContain('nothing of this was run');
  expect(out).toContain(
    '$ aws iam put-role-policy --role-name web-task-role --policy-name AWSRevokeOlderSessions',
  );
  expect(out).toContain('cis-cloudwatch-4-iam-policy-changed');
});

test('JSON has the steps, the records that they leave and the alarms', async () => {
  const { out } = await contain('security-group', TARGET_FORMS['security-group'].example, '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    format: 'harborwatch-contain/1',
    kind: 'security-group',
    alarms: [{ detection: 'cis-cloudwatch-10-security-group-changed', severity: 'low' }],
  });
});

test("a rehearsal hears detections of one's own, too, and a wrong folder is told", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-contain-'));
  const file = path.join(folder, 'own.yml');
  const rule = `title: Somebody wrote a policy into a role
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: iam.amazonaws.com, eventName: PutRolePolicy}
  condition: selection
level: high
`;
  try {
    writeFileSync(file, rule);
    const { status, out } = await contain('role', 'web-task-role', '--detections', folder);
    expect(status).toBe(0);
    expect(out).toContain('sigma-somebody-wrote-a-policy-into-a-role');
    writeFileSync(file, rule.replace('level: high', 'level: hgih'));
    expect(await contain('role', 'web-task-role', '--detections', folder)).toMatchObject({
      status: 2,
      err: expect.stringContaining(`${file}:6:`),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [['planet', 'earth'], 'choose one of task, role, user, key, security-group'],
  [['role', 'a b'], 'is no role'],
  [['task', '0123456789abcdef0123456789abcdef', '--cluster', 'a;b'], '--cluster is "a;b"'],
])('%j is wrong usage, and says what is allowed', async (args, words) => {
  const { status, err } = await contain(...args);
  expect(status).toBe(2);
  expect(err).toContain(words);
});
