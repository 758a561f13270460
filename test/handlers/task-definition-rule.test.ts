import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import type { FakeConfig } from './fake-aws/config';
import { deployed } from './harness/deployed';
import type { LambdaProcess } from './harness/lambda';

/** The bundle as it is deployed; AWS Config answers as documented over HTTP. */
const chain = deployed('task-definition-rule', () => ({
  OWN_REGISTRIES: JSON.stringify(['444455556666.dkr.ecr.*']),
}));
let config: FakeConfig;
let lambda: LambdaProcess;
beforeEach(() => {
  config = chain.aws.config;
  lambda = chain.lambda;
});

const CAPTURED = '2026-11-02T08:15:00.123Z';
const ID = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7';

/** As AWS Config records a task definition: CloudFormation's names. */
const SAFE: JsonObject = {
  TaskDefinitionArn: ID,
  Family: 'web',
  NetworkMode: 'awsvpc',
  Cpu: '256',
  Memory: '512',
  RequiresCompatibilities: ['FARGATE'],
  ContainerDefinitions: [
    {
      Name: 'web',
      Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1.4',
      User: '10001',
      ReadonlyRootFilesystem: true,
      LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': 'web' } },
    },
  ],
};
const withContainer = (fields: JsonObject): JsonObject => ({
  ...SAFE,
  ContainerDefinitions: [{ ...(SAFE['ContainerDefinitions'] as readonly JsonObject[])[0], ...fields }],
});

function event(configuration: JsonObject | undefined, more: JsonObject = {}, envelope: JsonObject = {}) {
  const item = {
    resourceType: 'AWS::ECS::TaskDefinition',
    resourceId: ID,
    configurationItemCaptureTime: CAPTURED,
    configurationItemStatus: 'OK',
    awsAccountId: '111122223333',
    ...more,
  };
  const invokingEvent =
    configuration === undefined
      ? { messageType: 'OversizedConfigurationItemChangeNotification', configurationItemSummary: item }
      : { messageType: 'ConfigurationItemChangeNotification', configurationItem: { ...item, configuration } };
  return {
    version: '1.0',
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: '{}',
    resultToken: 'token-1',
    eventLeftScope: false,
    configRuleName: 'harborwatch-task-definitions',
    ...envelope,
  };
}

test('a sound definition is compliant, at the time at which it was captured', async () => {
  expect(await lambda.invoke(event(SAFE))).toEqual({ kind: 'answer', value: undefined });
  expect(config.tokens).toEqual(['token-1']);
  expect(config.evaluations).toEqual([
    {
      ComplianceResourceType: 'AWS::ECS::TaskDefinition',
      ComplianceResourceId: ID,
      ComplianceType: 'COMPLIANT',
      OrderingTimestamp: Date.parse(CAPTURED) / 1_000,
    },
  ]);
});

test('an unsound one is not, and the annotation has the worst first, no secret, and at most 256 characters', async () => {
  const fields = {
    User: 'root',
    Privileged: true,
    Environment: [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }],
  };
  await lambda.invoke(event(withContainer(fields)));
  const [evaluation] = config.evaluations;
  expect(evaluation?.ComplianceType).toBe('NON_COMPLIANT');
  expect(evaluation?.Annotation).toMatch(
    /^3 faults: critical privileged-container: container web: privileged is true/,
  );
  expect(evaluation?.Annotation).toContain('DB_PASSWORD has its value in plain text');
  expect(evaluation?.Annotation).not.toContain('correct-horse');
  expect(evaluation?.Annotation?.length).toBeLessThanOrEqual(256);
});

test('low faults alone are compliant; an image of a foreign account is not, unless the registry is ours', async () => {
  const of = (account: string) =>
    withContainer({ Image: `${account}.dkr.ecr.eu-west-1.amazonaws.com/web:1` });
  await lambda.invoke(event(of('444455556666')));
  await lambda.invoke(event(of('777788889999')));
  expect(config.evaluations.map(({ ComplianceType }) => ComplianceType)).toEqual([
    'COMPLIANT',
    'NON_COMPLIANT',
  ]);
});

test('what is deleted, out of scope or of another kind is not applicable', async () => {
  await lambda.invoke(event(SAFE, { configurationItemStatus: 'ResourceDeleted' }));
  await lambda.invoke(event(SAFE, {}, { eventLeftScope: true }));
  await lambda.invoke(event(SAFE, { resourceType: 'AWS::EC2::Instance' }));
  expect(config.evaluations.map(({ ComplianceType }) => ComplianceType)).toEqual(
    new Array(3).fill('NOT_APPLICABLE'),
  );
});

test('an item too large for the event is fetched', async () => {
  config.recorded = JSON.stringify(withContainer({ Privileged: true }));
  await lambda.invoke(event(undefined));
  expect(config.evaluations[0]?.ComplianceType).toBe('NON_COMPLIANT');
});

test('what AWS Config does not take, and what is no event of a rule, is an error, so that it is tried again and told', async () => {
  config.refusesEvaluations = true;
  expect(await lambda.invoke(event(SAFE))).toMatchObject({ kind: 'error', name: 'EvaluationRefusedError' });
  for (const wrong of [
    {},
    { ...event(SAFE), invokingEvent: 'x' },
    { ...event(SAFE), invokingEvent: '{"messageType":"ScheduledNotification"}' },
  ]) {
    expect(await lambda.invoke(wrong)).toMatchObject({ kind: 'error', name: 'ConfigEventError' });
  }
});
