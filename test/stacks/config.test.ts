import { ConfigError, readSettings } from '../../stacks/config';
import { VARIANTS } from './variants';

const problemsOf = (context: Record<string, unknown>): readonly string[] => {
  try {
    readSettings(context);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split('\n');
  }
};

describe('readSettings', () => {
  test('a deployment that sets nothing is a demonstration of the hardened workload', () => {
    expect(readSettings({})).toMatchObject({ name: 'harborwatch', mode: 'demo', cis: true });
  });

  test('text from the command line means what cdk.json writes as a value', () => {
    const written = readSettings({
      cis: false,
      sshPorts: [22, 2222],
      trustedSshCidrs: ['192.0.2.0/24', '2001:db8::/32'],
      logRetentionDays: 30,
    });
    const typed = readSettings({
      cis: 'false',
      sshPorts: '22,2222',
      trustedSshCidrs: '192.0.2.0/24, 2001:db8::/32',
      logRetentionDays: '30',
    });
    expect(typed).toEqual(written);
  });

  test('feature flags and look-ups of CDK are not taken for settings', () => {
    expect(problemsOf({ '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': ['**'] })).toEqual(
      [],
    );
  });

  test.each([
    [{ stages: 'open' }, 'there is no setting "stages"; did you mean stage?'],
    [
      { stage: 'opened' },
      'the setting stage is "opened"; allowed is open, restricted, secrets, hardened, browser-shell',
    ],
    [
      { 'monitor.trailBucketName': 'organization..logs' },
      expect.stringContaining(
        'the setting monitor.trailBucketName is "organization..logs"; allowed is',
      ) as never,
    ],
    [{ sshPorts: '22,70000' }, 'the setting sshPorts[1] is "70000"; allowed is port numbers from 1 to 65535'],
    [
      { trustedSshCidrs: '0.0.0.0/0' },
      'the setting trustedSshCidrs[0] is "0.0.0.0/0"; allowed is IPv4 or IPv6 ranges, such as 192.0.2.0/24, 40 at most; never 0.0.0.0/0 or ::/0',
    ],
    [
      { trustedSshCidrs: ['::/0'] },
      'the setting trustedSshCidrs[0] is "::/0"; allowed is IPv4 or IPv6 ranges, such as 192.0.2.0/24, 40 at most; never 0.0.0.0/0 or ::/0',
    ],
    [
      { logRetentionDays: '91' },
      'the setting logRetentionDays is "91"; allowed is a retention that CloudWatch Logs knows, such as 30, 90, 365 or 731',
    ],
    [
      { deployRoles: 'arn:aws:iam::111122223333:role/*' },
      'the setting deployRoles[0] is "arn:aws:iam::111122223333:role/*"; allowed is ARNs of roles, such as arn:aws:iam::111122223333:role/deploy-pipeline',
    ],
    [
      { mode: 'production', stage: 'open' },
      'the setting stage is "open" in mode production; allowed are secrets and hardened: open has a published password in its image',
    ],
    [
      { mode: 'production', stage: 'browser-shell' },
      'the setting stage is "browser-shell" in mode production; allowed are secrets and hardened: browser-shell has a shell in the browser',
    ],
    [
      { 'workload.guardDutyRuntimeMonitoring': true, 'monitor.existingVpcId': 'vpc-0123456789abcdef0' },
      'workload.guardDutyRuntimeMonitoring is of the cluster that is made, and monitor.existingVpcId names a VPC in which none is; switch it on in GuardDuty, with the tag GuardDutyManaged=true on the cluster',
    ],
    [
      { mode: 'production', stage: 'restricted' },
      'the setting stage is "restricted" in mode production; allowed are secrets and hardened: restricted has a published password in its image',
    ],
    [
      { 'monitor.trailLogGroupName': 'trail' },
      'the setting monitor.trailLogGroupName needs monitor.trailBucketName as well',
    ],
    [
      { 'monitor.existingServiceNames': 'checkout' },
      'the setting monitor.existingServiceNames needs monitor.existingClusterName as well',
    ],
    [
      { stage: 'open', 'monitor.existingVpcId': 'vpc-0123456789abcdef0' },
      'the setting stage is "open", and monitor.existingVpcId names a VPC in which no workload is made; give one of them',
    ],
    [
      {
        suppressions: [
          { detection: 'ecs-exec-sesion-opened', owner: 'ops', reason: 'x', expires: '2099-01-01T00:00:00Z' },
        ],
      },
      'the setting suppressions names the detection "ecs-exec-sesion-opened", which is not in the catalogue; did you mean ecs-exec-session-opened?',
    ],
  ])('%j fails with the key, the value and what is allowed', (context, sentence) => {
    expect(problemsOf(context)).toEqual([sentence]);
  });

  test.each(['shop-', '-shop', 'a--b', 'aws-shop', 'awsome', 'ssm-shop', 'Shop', 's', 'x'.repeat(31)])(
    'the name %s, which ECR or Parameter Store would refuse, is refused before',
    (name) => {
      expect(problemsOf({ name })).toEqual([
        expect.stringContaining(`the setting name is "${name}"; allowed is`),
      ]);
    },
  );

  test.each(['shop', 'a-b-c', 's3', 'claws', 'x'.repeat(30)])('the name %s is taken', (name) => {
    expect(problemsOf({ name })).toEqual([]);
  });

  test('what a list names twice counts once', () => {
    const { auditRegions, sshPorts, deployRoles } = readSettings({
      auditRegions: 'eu-west-1, eu-west-1',
      sshPorts: '22,2222,22',
      deployRoles: Array(2).fill('arn:aws:iam::111122223333:role/deploy-pipeline'),
    });
    expect({ auditRegions, sshPorts, deployRoles }).toEqual({
      auditRegions: ['eu-west-1'],
      sshPorts: [22, 2222],
      deployRoles: ['arn:aws:iam::111122223333:role/deploy-pipeline'],
    });
  });

  test('two mute windows of one name are refused', () => {
    const window = {
      name: 'release',
      detections: ['ecs-service-deleted'],
      schedule: 'cron(0 20 * * 2)',
      duration: 'PT2H',
      owner: 'ops',
      reason: 'x',
      expires: '2099-12-31',
    };
    expect(problemsOf({ muteWindows: [window, window] })).toEqual([
      'the setting muteWindows has more than one window named "release"; give each a name of its own',
    ]);
  });

  test('everything that is wrong is said at once', () => {
    expect(problemsOf({ mode: 'test', cis: 'no' })).toHaveLength(2);
  });

  test('a suppression without an end is refused', () => {
    const [problem] = problemsOf({
      suppressions: [{ detection: 'ecs-exec-session-opened', owner: 'ops', reason: 'known' }],
    });
    expect(problem).toContain('the setting suppressions[0].expires is absent');
  });

  test.each(Object.entries(VARIANTS))('%s is a deployment', (_name, context) => {
    expect(readSettings(context).name).toBe('harborwatch');
  });
});
