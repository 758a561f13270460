import { judgeText } from '../../../local/judge/judge-files';

/** A container that breaks one loud rule, as each tool spells it. */
const privileged = { name: 'web', image: 'ghcr.io/a/web:1', essential: true, privileged: true };
const upper = { Name: 'web', Image: 'ghcr.io/a/web:1', Essential: true, Privileged: true };
const json = (value: unknown) => JSON.stringify(value, null, 2);
const task = { family: 'web', containerDefinitions: [privileged] };
const template = (Properties: object, more: object = {}) => ({
  ...more,
  Resources: { Task: { Type: 'AWS::ECS::TaskDefinition', Properties } },
});
const record = {
  eventSource: 'ecs.amazonaws.com',
  eventName: 'RegisterTaskDefinition',
  requestParameters: task,
};
const terraform = {
  family: 'web',
  network_mode: 'host',
  container_definitions: JSON.stringify([privileged]),
  volume: [{ name: 'socket', host_path: '/var/run/docker.sock', efs_volume_configuration: [] }],
};
const YAML = `
Parameters:
  Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /images/web }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: !Sub '\${AWS::StackName}-web'
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - Name: web
          Image: !Ref Image
          Privileged: !If [Loud, true, false]
          Environment:
            - { Name: DB_PASSWORD, Value: '{{resolve:secretsmanager:db}}' }
`;

/** What is found where, by rules that must and must not be among it. */
const DOCUMENTS: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['a definition by itself', json(task), ['privileged-container'], []],
  ['with a byte order mark', `\ufeff${json(task)}`, ['privileged-container'], []],
  [
    'as YAML, for --cli-input-yaml',
    'family: web\ncontainerDefinitions:\n  - name: web\n    image: a\n    privileged: true\n',
    ['privileged-container'],
    [],
  ],
  [
    'the answer of describe-task-definition',
    json({ taskDefinition: { ...task, revision: 3 }, tags: [] }),
    ['privileged-container'],
    [],
  ],
  [
    'answers, one a line',
    `${JSON.stringify({ taskDefinition: task })}\n${JSON.stringify({ taskDefinition: task })}\n`,
    ['privileged-container', 'privileged-container'],
    [],
  ],
  [
    'a list of answers',
    json([{ taskDefinition: task }, { taskDefinition: task }]),
    ['privileged-container', 'privileged-container'],
    [],
  ],
  [
    'containers alone, as --container-definitions takes them',
    json([privileged]),
    ['privileged-container'],
    [],
  ],
  [
    'containers as a text of JSON',
    json({ family: 'web', containerDefinitions: JSON.stringify([privileged]) }),
    ['privileged-container'],
    [],
  ],
  ['a template', json(template({ ContainerDefinitions: [upper] })), ['privileged-container'], []],
  [
    'a template with flags as texts',
    json(template({ ContainerDefinitions: [{ ...upper, Privileged: 'true' }] })),
    ['privileged-container'],
    [],
  ],
  [
    'a template with the spelling of the API inside',
    json(template({ containerDefinitions: [privileged] })),
    ['privileged-container'],
    [],
  ],
  [
    'a template whose flag is a parameter',
    json(
      template(
        { ContainerDefinitions: [{ ...upper, Privileged: { Ref: 'Loud' } }] },
        { Parameters: { Loud: { Type: 'String', Default: 'true' } } },
      ),
    ),
    ['privileged-container'],
    [],
  ],
  [
    'a template whose container is one of two',
    json(template({ ContainerDefinitions: [{ 'Fn::If': ['X', { ...upper, Privileged: false }, upper] }] })),
    ['privileged-container'],
    [],
  ],
  [
    'a template whose container may be absent',
    json(template({ ContainerDefinitions: [upper, { 'Fn::If': ['X', { Ref: 'AWS::NoValue' }, upper] }] })),
    ['privileged-container', 'privileged-container'],
    [],
  ],
  [
    'a template with a loop of tasks',
    json({
      Resources: {
        'Fn::ForEach::Tasks': [
          'Name',
          ['a', 'b'],
          {
            'Task${Name}': {
              Type: 'AWS::ECS::TaskDefinition',
              Properties: { ContainerDefinitions: [upper] },
            },
          },
        ],
      },
    }),
    ['privileged-container'],
    [],
  ],
  [
    'YAML with short tags and a parameter of Parameter Store',
    YAML,
    [],
    ['image-tag-latest', 'image-from-foreign-registry', 'secret-by-name'],
  ],
  ['a record', json(record), ['privileged-container'], []],
  [
    'a file of the trail',
    json({ Records: [record, { eventName: 'RunTask' }] }),
    ['privileged-container'],
    [],
  ],
  [
    'an event of EventBridge',
    json({ source: 'aws.ecs', 'detail-type': 'AWS API Call via CloudTrail', detail: record }),
    ['privileged-container'],
    [],
  ],
  [
    'an item of AWS Config',
    json({
      resourceType: 'AWS::ECS::TaskDefinition',
      configuration: { Family: 'web', ContainerDefinitions: [upper] },
    }),
    ['privileged-container'],
    [],
  ],
  [
    'a history of AWS Config, whose configuration is text',
    json({
      configurationItems: [
        {
          resourceType: 'AWS::ECS::TaskDefinition',
          configuration: JSON.stringify({ ContainerDefinitions: [upper] }),
        },
      ],
    }),
    ['privileged-container'],
    [],
  ],
  [
    'a plan of Terraform',
    json({
      planned_values: {
        root_module: {
          child_modules: [
            {
              resources: [
                {
                  address: 'module.web.aws_ecs_task_definition.web',
                  type: 'aws_ecs_task_definition',
                  values: terraform,
                },
              ],
            },
          ],
        },
      },
      resource_changes: [{ change: { after: terraform } }],
    }),
    ['privileged-container', 'runtime-socket-mounted'],
    [],
  ],
  [
    'a state of Terraform',
    json({
      values: { root_module: { resources: [{ type: 'aws_ecs_task_definition', values: terraform }] } },
    }),
    ['privileged-container', 'runtime-socket-mounted'],
    [],
  ],
  [
    'Terraform in JSON',
    json({ resource: { aws_ecs_task_definition: { web: terraform } } }),
    ['privileged-container', 'runtime-socket-mounted'],
    [],
  ],
  [
    'Windows, which knows none of what is Linux’s',
    json({
      family: 'w',
      requiresCompatibilities: ['FARGATE'],
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
      containerDefinitions: [{ name: 'w', image: 'mcr.microsoft.com/w@sha256:0', essential: true }],
    }),
    [],
    ['root-user', 'writable-root-file-system', 'capabilities-kept'],
  ],
  [
    'EC2 with a bridge',
    json({ ...task, networkMode: 'bridge', requiresCompatibilities: ['EC2'] }),
    ['privileged-container'],
    [],
  ],
  [
    'a router of log lines, which needs no logs of its own to be routed',
    json({
      ...task,
      containerDefinitions: [
        {
          ...privileged,
          logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'cloudwatch_logs' } },
        },
        {
          name: 'log-router',
          image: 'a:1',
          firelensConfiguration: { type: 'fluentbit' },
          logConfiguration: { logDriver: 'awslogs', options: {} },
        },
      ],
    }),
    ['privileged-container'],
    ['logs-missing', 'logs-leave-the-account'],
  ],
  [
    'secrets from Parameter Store, which are none in plain text',
    json({
      ...task,
      containerDefinitions: [
        {
          ...privileged,
          secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }],
        },
      ],
    }),
    ['privileged-container'],
    ['secret-by-name'],
  ],
  [
    'a container that runs first',
    json({
      ...task,
      containerDefinitions: [
        { name: 'init', image: 'a:1', essential: false, command: ['migrate'] },
        { ...privileged, dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] },
      ],
    }),
    ['privileged-container'],
    [],
  ],
  [
    'nulls where nothing is',
    json({
      ...task,
      volumes: null,
      containerDefinitions: [{ ...privileged, environment: null, linuxParameters: null }],
    }),
    ['privileged-container'],
    [],
  ],
];

test.each(DOCUMENTS)('%s', (_, text, expected, absent) => {
  const rules = judgeText(text, 'file', []).flatMap(({ judgements }) =>
    judgements.map(({ rule }) => rule.id),
  );
  for (const rule of new Set(expected)) {
    expect([rule, rules.filter((id) => id === rule).length]).toEqual([
      rule,
      expected.filter((id) => id === rule).length,
    ]);
  }
  expect(rules.filter((id) => absent.includes(id))).toEqual([]);
});

test.each([
  ['a compose file', 'services:\n  web:\n    image: nginx\n    privileged: true\n'],
  ['a pod', json({ kind: 'Pod', spec: { containers: [{ name: 'web', image: 'nginx' }] } })],
  ['a list of images of something else', json([{ name: 'web', image: 'nginx' }])],
  ['prose about containerDefinitions', 'Write containerDefinitions as JSON.'],
  [
    'Terraform in its own language',
    'resource "aws_ecs_task_definition" "web" {\n  container_definitions = jsonencode([])\n}\n',
  ],
])('%s is no task definition', (_, text) => {
  expect(judgeText(text, 'file', [])).toEqual([]);
});

test('a list of names is not read over: it says what to do', () => {
  expect(() =>
    judgeText(json({ taskDefinitionArns: ['arn:aws:ecs:eu-west-1:1:task-definition/web:3'] }), 'f', []),
  ).toThrow('describe-task-definition');
});
