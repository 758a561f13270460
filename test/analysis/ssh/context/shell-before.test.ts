import { SshActivity } from '../../../../analysis/ssh/activity';
import { noteApiCall } from '../../../../analysis/ssh/context/api-context';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { sshOutboundFromTask } from '../../../../analysis/ssh/rules/ssh-outbound-from-task';
import { unusualEgress } from '../../../../analysis/ssh/rules/unusual-egress';
import type { CloudTrailRecord } from '../../../../records/cloudtrail/cloudtrail-record';
import { ATTACKER, EIGHT, flow, TARGET } from '../flows';

const TASK = '0123456789abcdef0123456789abcdef';
const ARN = 'arn:aws:sts::111122223333:assumed-role/break-glass/ana';

/** What the task sends, once, at eight. */
const sent = (dstport: number) =>
  flow({
    ...{ srcaddr: TARGET, dstaddr: ATTACKER, dstport, flowDirection: 'egress', ecsTaskId: TASK },
    ...{ ecsClusterName: 'harbor', ecsServiceName: 'orders' },
  });

function shell(at: number, more: Partial<CloudTrailRecord> = {}): CloudTrailRecord {
  return {
    eventID: `exec-${at}`,
    eventTime: new Date(at * 1000).toISOString().replace('.000', ''),
    eventSource: 'ecs.amazonaws.com',
    eventName: 'ExecuteCommand',
    userIdentity: { type: 'AssumedRole', arn: ARN },
    requestParameters: { task: `arn:aws:ecs:eu-west-1:111122223333:task/harbor/${TASK}` },
    ...more,
  };
}

function activityOf(dstport: number, calls: readonly CloudTrailRecord[]): SshActivity {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  activity.add(sent(dstport));
  for (const call of calls) noteApiCall(activity, call);
  return activity;
}
const outbound = (calls: readonly CloudTrailRecord[]) =>
  sshOutboundFromTask(activityOf(22, calls), DEFAULT_SSH_POLICY);
const egress = (calls: readonly CloudTrailRecord[]) =>
  unusualEgress(activityOf(4_444, calls), DEFAULT_SSH_POLICY);

test('a shell in a task, then SSH out of it: critical, and it says who opened the shell', () => {
  expect(outbound([shell(EIGHT - 600)])).toMatchObject([
    {
      severity: 'critical',
      summary: expect.stringMatching(/; role break-glass \(ana\) opened a shell in it at \d{4}-.*Z$/),
      evidence: { execBy: ARN, execEventId: `exec-${EIGHT - 600}`, ecsTask: TASK },
    },
  ]);
});

test('a shell in a task, then unusual egress: high instead of medium, and the same story', () => {
  const [alone] = egress([]);
  const [joined] = egress([shell(EIGHT - 600)]);
  expect(alone).toMatchObject({ severity: 'medium' });
  expect(joined).toMatchObject({ severity: 'high', confidence: 0.9, id: alone?.id });
});

test('an hour before counts, a second more does not', () => {
  expect(outbound([shell(EIGHT - 3_600)])).toMatchObject([{ severity: 'critical' }]);
  expect(outbound([shell(EIGHT - 3_601)])).toMatchObject([{ severity: 'high' }]);
});

test.each([
  ['after everything was sent', shell(EIGHT + 86_400)],
  ['in another task', shell(EIGHT - 60, { requestParameters: { task: 'fedcba9876543210' } })],
  ['that was refused', shell(EIGHT - 60, { errorCode: 'AccessDeniedException' })],
  ['of a call that names no task', shell(EIGHT - 60, { requestParameters: { cluster: 'harbor' } })],
])('a shell %s is no reason', (_what, call) => {
  expect(outbound([call])).toMatchObject([{ severity: 'high' }]);
  expect(outbound([call])[0]?.evidence).not.toHaveProperty('execBy');
});

test('of several shells the last one before is named', () => {
  const [finding] = outbound([shell(EIGHT - 1_800), shell(EIGHT - 60), shell(EIGHT + 86_400)]);
  expect(finding?.evidence['execEventId']).toBe(`exec-${EIGHT - 60}`);
});

test('shells are merged and forgotten like the flows around them', () => {
  const merged = SshActivity.merge(activityOf(22, []), activityOf(22, [shell(EIGHT - 60)]));
  expect(sshOutboundFromTask(merged, DEFAULT_SSH_POLICY)).toMatchObject([{ severity: 'critical' }]);
  merged.forgetBefore(EIGHT - 30);
  expect(merged.shells.size).toBe(0);
});
