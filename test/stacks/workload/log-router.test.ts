import { ROUTER_COMMAND, ROUTER_VERSION } from '../../../stacks/workload/log-router';
import { asList, flat } from '../every-deployment/deployments';
import { theOne, workloadTemplate } from './workload-template';

const FIRELENS = { 'workload.logRouter': 'firelens' };
const template = (stage: 'hardened' | 'open' = 'hardened') => workloadTemplate(stage, FIRELENS);
// biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
type Container = Readonly<Record<string, any>>;
const containers = (made = template()) =>
  theOne(made, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as readonly Container[];
const router = (made = template()) =>
  containers(made).find(({ FirelensConfiguration }) => FirelensConfiguration) ?? {};
const workload = (made = template()) =>
  containers(made).find(({ FirelensConfiguration }) => !FirelensConfiguration) ?? {};

test('without the setting the agent of ECS takes the lines, and nothing runs beside the workload', () => {
  expect(containers(workloadTemplate('hardened'))).toHaveLength(1);
  expect(workload(workloadTemplate('hardened'))['LogConfiguration'].LogDriver).toBe('awslogs');
});

test('the lines go to the group that filters, analyzers and the archive read, the line alone', () => {
  const group = Object.keys(
    template().findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: '/harborwatch/workload/containers' },
    }),
  );
  expect(workload()['LogConfiguration']).toEqual({
    LogDriver: 'awsfirelens',
    Options: {
      Name: 'cloudwatch_logs',
      region: { Ref: 'AWS::Region' },
      log_group_name: { Ref: group[0] },
      log_stream_prefix: 'hardened/',
      log_key: 'log',
      auto_create_group: 'false',
      retry_limit: '10',
    },
  });
  template().hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName: { Ref: group[0] } });
});

test('the router is one exact version from a registry of AWS in the region', () => {
  const { Image } = router();
  expect(Image).toEqual({ Ref: expect.any(String) });
  const parameters = template().toJSON()['Parameters'] as Readonly<Record<string, { Default: string }>>;
  expect(parameters[Image.Ref]?.Default).toBe(`/aws/service/aws-for-fluent-bit/${ROUTER_VERSION}`);
});

test('the router is confined as the workload is, in every stage, and a task does not go on without it', () => {
  for (const made of [template(), template('open')]) {
    expect(router(made)).toMatchObject({
      Essential: true,
      User: '10002:10002',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      EntryPoint: ['/fluent-bit/bin/fluent-bit'],
      Command: ROUTER_COMMAND,
      FirelensConfiguration: { Type: 'fluentbit', Options: { 'enable-ecs-log-metadata': 'false' } },
    });
    expect(router(made)['PortMappings']).toBeUndefined();
  }
});

test('what it says itself does not mix with the lines', () => {
  const { Options } = router()['LogConfiguration'];
  expect(Options['awslogs-group']).not.toEqual(workload()['LogConfiguration'].Options.log_group_name);
});

test('the task may write lines into the streams of its stage, and nothing else', () => {
  const policies = Object.values(template().findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.Roles).includes('TaskRole'),
  );
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  expect(statements.map(({ Effect, Action, Resource }) => [Effect, Action, flat(Resource)])).toEqual([
    [
      'Allow',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/harborwatch/workload/containers:log-stream:hardened/*',
    ],
  ]);
});

test('what starts the task may pull the image of AWS', () => {
  const policies = Object.values(template().findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.Roles).includes('ExecutionRole'),
  );
  const pulls = policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => Action.includes('ecr:BatchGetImage'));
  expect(pulls.flatMap(({ Resource }) => asList(Resource).map(flat))).toEqual([
    '<ImageRegistryRepository.Arn>',
    'arn:<AWS::Partition>:ecr:<AWS::Region>:*:repository/aws-for-fluent-bit',
  ]);
});
