import { LOAD_BALANCER_LOG_PREFIX } from '../../../stacks/log-archive/access-log-bucket';
import { encryptedLogGroups } from '../../../stacks/log-archive/log-key';
import { EVERY } from '../variants';
import { deployments, flat, type Resource, resources } from './deployments';

/** Log groups that a resource reads. */
function readBy({ Type, Properties }: Resource): readonly string[] {
  switch (Type) {
    case 'AWS::Logs::MetricFilter':
    case 'AWS::Logs::SubscriptionFilter':
      return [flat(Properties.LogGroupName)];
    case 'AWS::Lambda::Function': {
      const { TRAIL_LOG_GROUP, FLOW_LOG_GROUP } = Properties.Environment?.Variables ?? {};
      return [TRAIL_LOG_GROUP, FLOW_LOG_GROUP].filter((group) => group !== undefined).map(flat);
    }
    default:
      return [];
  }
}

/** Log groups that a resource writes to. */
function writtenBy({ Type, Properties }: Resource): readonly string[] {
  switch (Type) {
    case 'AWS::CloudTrail::Trail':
      return [flat(Properties.CloudWatchLogsLogGroupArn).replace('.Arn>', '>')];
    case 'AWS::EC2::FlowLog':
      return Properties.LogGroupName === undefined ? [] : [flat(Properties.LogGroupName)];
    case 'AWS::Lambda::Function':
      return Properties.LoggingConfig?.LogGroup === undefined
        ? []
        : [flat(Properties.LoggingConfig.LogGroup)];
    case 'AWS::ECS::TaskDefinition':
      return (Properties.ContainerDefinitions as readonly Record<string, never>[]).flatMap((container) =>
        Object.values(container['LogConfiguration']?.['Options'] ?? {}).map(flat),
      );
    case 'AWS::Events::Rule':
      return ((Properties.Targets ?? []) as readonly { Arn: unknown }[])
        .map(({ Arn }) => /:log-group:(<\w+>)$/.exec(flat(Arn))?.[1] ?? '')
        .filter((group) => group !== '');
    default:
      return [];
  }
}

export function logGroups(): void {
  test('every log group that is read is written by something of the same deployment, or named by a setting', () => {
    for (const { variant, templates } of deployments()) {
      const all = [...templates.values()].flatMap(({ Resources }) => Object.values(Resources));
      const existing = EVERY[variant]?.['monitor.trailLogGroupName'];
      const written = new Set([...all.flatMap(writtenBy), ...(existing === undefined ? [] : [existing])]);
      const read = [...new Set(all.flatMap(readBy))];
      expect(read.length).toBeGreaterThanOrEqual(2);
      expect([variant, read.filter((group) => !written.has(group))]).toEqual([variant, []]);
    }
  });

  test('the key of log groups may be used for every group that names it', () => {
    const patterns = encryptedLogGroups('harborwatch').map((pattern) => pattern.replace('*', ''));
    const refused = resources('AWS::Logs::LogGroup')
      .filter(({ resource }) => /LogKey/.test(flat(resource.Properties.KmsKeyId ?? '')))
      .map(({ resource }) => flat(resource.Properties.LogGroupName))
      .filter((name) => !patterns.some((pattern) => name.startsWith(pattern)));
    expect([...new Set(refused)]).toEqual([]);
  });

  test('every log group is encrypted and ends', () => {
    const open = resources('AWS::Logs::LogGroup').filter(
      ({ resource: { Properties } }) =>
        Properties.KmsKeyId === undefined || Properties.RetentionInDays === undefined,
    );
    expect(open.map(({ variant, id }) => `${variant}: ${id}`)).toEqual([]);
  });

  test('every load balancer writes its access logs under the prefix that the bucket lets it', () => {
    const balancers = resources('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(balancers.length).toBeGreaterThan(0);
    for (const { resource } of balancers) {
      const attributes = Object.fromEntries(
        resource.Properties.LoadBalancerAttributes.map(({ Key, Value }: { Key: string; Value: unknown }) => [
          Key,
          flat(Value),
        ]),
      );
      expect(attributes).toMatchObject({
        'access_logs.s3.enabled': 'true',
        'access_logs.s3.bucket': '<AccessLogs>',
        'access_logs.s3.prefix': LOAD_BALANCER_LOG_PREFIX,
      });
    }
  });
}
