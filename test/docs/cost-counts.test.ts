import { countTemplates, type PricedTemplate } from '../../deployment/cost/count-templates';
import { countedDeployments, PRICED } from '../../docs/cost-counts';
import { ownMonth } from '../../docs/render-cost';
import { synth } from '../stacks/synth';

jest.setTimeout(240_000);

const OF_WORKLOAD = ['network', 'workload'];
const MAIL = { deployRoles: '', homeRegions: '' };

describe.each(PRICED.map(({ name, context }) => [name, context] as const))('%s', (name, context) => {
  test.each(['each', 'family'])(
    'docs/cost.md prices what the templates have, with alarms=%s (npm run docs)',
    (alarms) => {
      const { stacks, template } = synth({ ...MAIL, ...context, alarms });
      const counted = (isWorkload: boolean) =>
        countTemplates(
          stacks
            .filter((stack) => OF_WORKLOAD.includes(stack) === isWorkload)
            .map((stack) => template(stack).toJSON() as PricedTemplate),
        );
      expect({ name, alarms, own: counted(false), workload: counted(true) }).toEqual(
        countedDeployments().find((each) => each.name === name && each.alarms === alarms),
      );
    },
  );
});

test.each(PRICED.map(({ name }) => name))(
  'with alarms=family a month costs Harborwatch fifteen dollars at most, and less than half: %s',
  (name) => {
    const [each = Number.NaN, family = Number.NaN] = ['each', 'family'].map((alarms) => {
      const one = countedDeployments().find(
        (deployed) => deployed.name === name && deployed.alarms === alarms,
      );
      return ownMonth(one?.own ?? ({} as never));
    });
    // An API before the workload has two alarms more, of ten cents each.
    expect(family).toBeLessThanOrEqual(name.includes('front=api') ? 15.1 : 15);
    expect(each).toBeGreaterThan(2 * family);
  },
);

test('what a template has of everything is counted as it is billed', () => {
  const Properties = (Type: string, properties: object) => ({ Type, Properties: properties });
  expect(
    countTemplates([
      {
        Resources: {
          Simple: Properties('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }),
          Expression: Properties('AWS::CloudWatch::Alarm', {
            Metrics: [{ Expression: 'a - b' }, { MetricStat: {} }, { MetricStat: {} }],
          }),
          Endpoint: Properties('AWS::EC2::VPCEndpoint', {
            VpcEndpointType: 'Interface',
            SubnetIds: ['a', 'b'],
          }),
          Gateway: Properties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }),
          Balancer: Properties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
            Scheme: 'internet-facing',
            Subnets: ['a', 'b'],
          }),
          Inside: Properties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
            Scheme: 'internal',
            Subnets: ['a', 'b'],
          }),
          Task: Properties('AWS::ECS::TaskDefinition', { Cpu: '256', Memory: '512' }),
          Service: Properties('AWS::ECS::Service', {
            DesiredCount: 2,
            NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
          }),
        },
      },
    ]),
  ).toMatchObject({
    alarms: 3,
    endpoints: 2,
    loadBalancers: 2,
    addresses: 4,
    virtualCpus: 0.5,
    memoryGigabytes: 1,
  });
});
