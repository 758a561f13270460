import { synth } from '../synth';
import { OPTIONS, VARIANTS } from '../variants';
import { asList, resources } from './deployments';

/**
 * What has one namespace for all regions of an account: IAM, dashboards (PutDashboard reference), chat configurations,
 * and a trail of all regions, which shows in each of them.
 */
const OF_ALL_REGIONS: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::Chatbot::SlackChannelConfiguration': 'ConfigurationName',
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 'ConfigurationName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::CloudFront::Distribution': 'Name',
};

/** Types that have an alias or a name of which a second deployment in one region could have the same. */
const nameOf = ({ Type, Properties }: { Type: string; Properties?: Record<string, unknown> }) =>
  Object.entries(Properties ?? {})
    .filter(([key, value]) => /Name$/.test(key) && typeof value === 'string' && !REFERS.has(`${Type} ${key}`))
    .map(([key, value]) => `${Type} ${key} ${String(value)}`);

/** Properties that name another resource, or a part of their own. */
const REFERS = new Set([
  'AWS::Logs::MetricFilter LogGroupName',
  'AWS::Logs::SubscriptionFilter LogGroupName',
  'AWS::Logs::LogStream LogStreamName',
  'AWS::CloudWatch::Alarm MetricName',
  'AWS::Glue::Table DatabaseName',
  'AWS::SNS::Topic DisplayName',
  'AWS::Lambda::Alias FunctionName',
  'AWS::Lambda::Permission FunctionName',
  'AWS::Scheduler::Schedule Name',
  'AWS::Scheduler::Schedule GroupName',
  'AWS::ECS::Service ServiceName',
  'AWS::Lambda::EventInvokeConfig FunctionName',
  'AWS::Lambda::Alias Name',
  // Of a role, a service, a workgroup, a database.
  'AWS::IAM::Policy PolicyName',
  'AWS::ApplicationAutoScaling::ScalingPolicy PolicyName',
  'AWS::Athena::NamedQuery Name',
  'AWS::Glue::Table Name',
  'AWS::ApiGatewayV2::Authorizer Name',
  'AWS::ApiGatewayV2::Stage StageName',
  // Known by its id; the name is for people.
  'AWS::ApiGatewayV2::VpcLink Name',
]);

/** One account may hold a deployment in several regions, and several in one. */
export function several(): void {
  test('what is named once for all regions carries the region in its name', () => {
    const named = resources().flatMap(({ variant, stack, id, resource }) => {
      const name = resource.Properties?.[OF_ALL_REGIONS[resource.Type] ?? ''];
      return name === undefined ? [] : [{ where: `${variant} ${stack} ${id}`, text: JSON.stringify(name) }];
    });
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ text }) => !text.includes('"Ref":"AWS::Region"'))).toEqual([]);
  });

  test.each([
    ['demo hardened', VARIANTS['demo hardened own-trail'] ?? {}],
    ['attached', VARIANTS['production attached own-trail'] ?? {}],
    ['with an API', OPTIONS['behind an API that asks for tokens'] ?? {}],
  ])('two deployments of one region share no name, %s', (_, context) => {
    const namesOf = (name: string) => {
      const { stacks, template } = synth({ ...context, name });
      return stacks
        .flatMap((stack) => Object.values(template(stack).toJSON()['Resources'] ?? {}))
        .flatMap((one) => nameOf(one as { Type: string; Properties?: Record<string, unknown> }));
    };
    const first = new Set(namesOf('first'));
    expect(first.size).toBeGreaterThan(100);
    expect(asList(namesOf('second')).filter((name) => first.has(name))).toEqual([]);
  });
}
