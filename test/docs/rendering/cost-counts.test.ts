import { countTemplates, type PricedTemplate } from '../../../deployment/cost/count-templates';
import { perPipelineRun, total } from '../../../deployment/cost/model';
import { countedDeployments, PRICED } from '../../../docs/rendering/cost-counts';
import { ownMonth } from '../../../docs/rendering/render-cost';
import { synth } from '../../stacks/synth';

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

/** What settings add by the month beside nodes and disks of a search engine: alarms of ten cents, keys of a dollar. */
const SURCHARGES: readonly (readonly [setting: string, dollars: number])[] = [
  ['front=api', 0.1],
  ['search=domain', 1.7],
  ['pipeline=codepipeline', 1],
];

test.each(PRICED.map(({ name }) => name))(
  'with alarms=family a month costs Harborwatch fifteen dollars at most, and less than half: %s',
  (name) => {
    const [each = Number.NaN, family = Number.NaN] = ['each', 'family'].map((alarms) => {
      const one = countedDeployments().find(
        (deployed) => deployed.name === name && deployed.alarms === alarms,
      );
      return ownMonth({ ...(one?.own ?? ({} as never)), searchNodes: {}, searchGigabytes: 0 });
    });
    const surcharge = SURCHARGES.find(([setting]) => name.includes(setting))?.[1] ?? 0;
    expect(family).toBeLessThanOrEqual(15 + surcharge);
    expect(each).toBeGreaterThan(2 * family);
  },
);

test('a run of the pipeline is priced by the projects of the template', () => {
  const project = (Type: string, ComputeType: string) => ({
    Type: 'AWS::CodeBuild::Project',
    Properties: { Source: { Type: 'CODEPIPELINE' }, Environment: { Type, ComputeType } },
  });
  const counted = countTemplates([
    {
      Resources: {
        Pipeline: { Type: 'AWS::CodePipeline::Pipeline' },
        Check: project('LINUX_CONTAINER', 'BUILD_GENERAL1_MEDIUM'),
        Image: project('ARM_CONTAINER', 'BUILD_GENERAL1_SMALL'),
        // Built by whoever deploys, once a version.
        Workload: { Type: 'AWS::CodeBuild::Project', Properties: { Source: { Type: 'S3' } } },
      },
    },
  ]);
  // Ten minutes of each: 10 x 0.01 + 10 x 0.0034 + 21 x 0.002.
  expect(total(perPipelineRun(counted))).toBeCloseTo(0.176);
  expect(perPipelineRun(countTemplates([])).at(-1)?.dollars).toBeLessThan(0.01);
});

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
