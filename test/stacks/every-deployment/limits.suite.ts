import { filterQuotaProblems } from '../../../analysis/filter-pattern';
import { deployments, flat, resources } from './deployments';

/** How long a value is at least: what CloudFormation fills in counts as it is written here. */
const lengthOf = (value: unknown): number => flat(value).length;

const tooLong = (type: string, property: string, most: number): readonly string[] =>
  resources(type)
    .filter(({ resource }) => resource.Properties?.[property] !== undefined)
    .filter(({ resource }) => lengthOf(resource.Properties[property]) > most)
    .map(({ variant, id, resource }) => `${variant}: ${id} ${lengthOf(resource.Properties[property])}`);

/** CloudFormation, IAM, Athena, CloudWatch and Lambda, by the quota pages of their guides. */
export function limits(): void {
  const templates = () =>
    deployments().flatMap(({ variant, templates }) =>
      [...templates].map(([stack, template]) => ({ where: `${variant} ${stack}`, template })),
    );

  test('a stack has at most 500 resources', () => {
    const many = templates().filter(({ template }) => Object.keys(template.Resources).length > 500);
    expect(many.map(({ where }) => where)).toEqual([]);
  });

  test('a template has at most a million bytes, as it is uploaded', () => {
    const large = templates().filter(
      ({ template }) => Buffer.byteLength(JSON.stringify(template, null, 1)) > 1_000_000,
    );
    expect(large.map(({ where }) => where)).toEqual([]);
  });

  test('a template has at most 200 parameters and 200 outputs', () => {
    const many = templates().filter(
      ({ template }) =>
        Object.keys(template.Parameters ?? {}).length > 200 ||
        Object.keys(template.Outputs ?? {}).length > 200,
    );
    expect(many.map(({ where }) => where)).toEqual([]);
  });

  test.each([
    ['AWS::Athena::NamedQuery', 'Name', 128],
    ['AWS::Athena::NamedQuery', 'Description', 1_024],
    ['AWS::Athena::NamedQuery', 'QueryString', 262_144],
    ['AWS::Athena::WorkGroup', 'Description', 1_024],
    ['AWS::CloudWatch::Alarm', 'AlarmName', 255],
    ['AWS::CloudWatch::Alarm', 'AlarmDescription', 1_024],
    ['AWS::CloudWatch::CompositeAlarm', 'AlarmName', 255],
    ['AWS::CloudWatch::CompositeAlarm', 'AlarmDescription', 1_024],
    ['AWS::CloudWatch::CompositeAlarm', 'AlarmRule', 10_240],
    ['AWS::IAM::Role', 'RoleName', 64],
    ['AWS::IAM::Role', 'Description', 1_000],
    ['AWS::KMS::Key', 'Description', 8_192],
    ['AWS::Lambda::Function', 'FunctionName', 64],
    ['AWS::Lambda::Function', 'Description', 256],
    ['AWS::Events::Rule', 'Name', 64],
    ['AWS::Events::Rule', 'Description', 512],
    ['AWS::Scheduler::Schedule', 'Name', 64],
    ['AWS::SNS::Topic', 'DisplayName', 100],
    ['AWS::SQS::Queue', 'QueueName', 80],
    ['AWS::EC2::SecurityGroup', 'GroupDescription', 255],
    // The standard tier, which costs nothing.
    ['AWS::SSM::Parameter', 'Value', 4_096],
  ])('%s has a %s of at most %i characters', (type, property, most) => {
    expect(tooLong(type, property, most)).toEqual([]);
  });

  test.each([
    ['AWS::KMS::Key', 'KeyPolicy', 32_768],
    ['AWS::S3::BucketPolicy', 'PolicyDocument', 20_480],
    ['AWS::SNS::TopicPolicy', 'PolicyDocument', 30_720],
    ['AWS::IAM::Role', 'AssumeRolePolicyDocument', 2_048],
    ['AWS::IAM::Policy', 'PolicyDocument', 10_240],
    ['AWS::IAM::ManagedPolicy', 'PolicyDocument', 6_144],
  ])('%s has a %s of at most %i characters', (type, property, most) => {
    const large = resources(type).filter(
      ({ resource }) => JSON.stringify(resource.Properties?.[property] ?? '').length > most,
    );
    expect(large.map(({ variant, id }) => `${variant}: ${id}`)).toEqual([]);
  });

  test('an alarm tells at most five, and a composite one looks at no more than a hundred', () => {
    const many = [
      ...resources('AWS::CloudWatch::Alarm'),
      ...resources('AWS::CloudWatch::CompositeAlarm'),
    ].filter(
      ({ resource }) =>
        ['AlarmActions', 'OKActions', 'InsufficientDataActions'].some(
          (actions) => (resource.Properties[actions] ?? []).length > 5,
        ) || (flat(resource.Properties.AlarmRule ?? '').match(/ALARM\(|OK\(/g) ?? []).length > 100,
    );
    expect(many.map(({ variant, id }) => `${variant}: ${id}`)).toEqual([]);
  });

  test('an alarm looks at a day at most, and at seven with periods of an hour and longer', () => {
    const [HOUR, DAY] = [3600, 86_400];
    const long = resources('AWS::CloudWatch::Alarm').filter(({ resource: { Properties } }) => {
      const { Period = 0, EvaluationPeriods } = Properties;
      return Period * EvaluationPeriods > (Period < HOUR ? DAY : 7 * DAY);
    });
    expect(long.map(({ variant, id }) => `${variant}: ${id}`)).toEqual([]);
  });

  test('a dashboard has at most 500 widgets, and 500 metrics in each', () => {
    const dashboards = resources('AWS::CloudWatch::Dashboard');
    expect(dashboards.length).toBeGreaterThan(0);
    for (const { resource } of dashboards) {
      const { widgets } = JSON.parse(flat(resource.Properties.DashboardBody)) as {
        widgets: readonly { properties: { metrics?: readonly unknown[] } }[];
      };
      expect(widgets.length).toBeLessThanOrEqual(500);
      const metrics = widgets.map(({ properties }) => properties.metrics?.length ?? 0);
      expect(Math.max(...metrics)).toBeLessThanOrEqual(500);
      expect(metrics.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(2_500);
    }
  });

  test('a function has at most four kilobytes of environment', () => {
    const large = resources('AWS::Lambda::Function').filter(
      ({ resource }) => JSON.stringify(resource.Properties.Environment?.Variables ?? {}).length > 4_096,
    );
    expect(large.map(({ variant, id }) => `${variant}: ${id}`)).toEqual([]);
  });

  test('a log group takes its filters: their number, their length, their regular expressions', () => {
    const problems = deployments().flatMap(({ variant, templates }) => {
      const filters = [...templates.values()].flatMap(({ Resources }) =>
        Object.entries(Resources).map(([id, resource]) => ({ id, ...resource })),
      );
      const filtersOf = (type: string, group: string) =>
        filters
          .filter(({ Type, Properties }) => Type === type && flat(Properties.LogGroupName) === group)
          .map(({ id, Properties }) => ({ id, pattern: String(Properties.FilterPattern) }));
      const groups = new Set(
        filters
          .filter(
            ({ Type }) => Type === 'AWS::Logs::MetricFilter' || Type === 'AWS::Logs::SubscriptionFilter',
          )
          .map(({ Properties }) => flat(Properties.LogGroupName)),
      );
      expect(groups.size).toBeGreaterThan(0);
      return [...groups].flatMap((group) =>
        filterQuotaProblems({
          metricFilters: filtersOf('AWS::Logs::MetricFilter', group),
          subscriptionFilters: filtersOf('AWS::Logs::SubscriptionFilter', group),
        }).map((problem) => `${variant} ${group}: ${problem}`),
      );
    });
    expect(problems).toEqual([]);
  });
}
