import type { JsonObject, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import type { FakeAws } from '../fake-aws/fake-aws';
import { type AuthorMeans, NAMES, POISON } from './log-author';
import type { Subject } from './subject';

/** More containers than ECS takes, which AWS Config would then have to send. */
const FLOOD = 1_000;

/** The rule of AWS Config, on an item too large for its event; at a time, epoch seconds. */
export function configSubject(at: number): Subject {
  const resourceId = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7';
  const item = {
    resourceType: 'AWS::ECS::TaskDefinition',
    resourceId,
    configurationItemCaptureTime: new Date((at - 60) * 1000).toISOString(),
    configurationItemStatus: 'OK',
    awsAccountId: '111122223333',
  };
  const event = {
    version: '1.0',
    invokingEvent: JSON.stringify({
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: item,
    }),
    ruleParameters: '{}',
    resultToken: 'token-1',
    eventLeftScope: false,
  };
  const record = (aws: FakeAws, more: readonly JsonValue[] = []) => {
    aws.config.recorded = JSON.stringify({
      TaskDefinitionArn: resourceId,
      Family: 'web',
      RequiresCompatibilities: ['FARGATE'],
      ContainerDefinitions: [...more, { ...CONTAINER, Privileged: true }],
    });
  };
  return {
    handler: 'task-definition-rule',
    tells:
      'a task definition that is not compliant, and its worst fault; AWS Config keeps one evaluation of each time',
    event,
    at,
    prepare: (aws) => {
      record(aws);
      return undefined;
    },
    beside: (means, aws) => {
      record(aws, containersBeside(means));
      return undefined;
    },
    next: { event, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: ({ attributes, message }) => [
      `${resourceId} ${attributes['compliance']}`,
      ...((message['default'] ?? '').includes('critical privileged-container') ? ['the worst fault'] : []),
    ],
  };
}

const CONTAINER: JsonObject = {
  Name: 'web',
  Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1.4',
  User: '10001',
  ReadonlyRootFilesystem: true,
};

/** Containers beside the one that there is something to tell of. */
function containersBeside(means: AuthorMeans): readonly JsonValue[] {
  switch (means) {
    case 'names':
      return NAMES.map((name) => ({
        ...CONTAINER,
        Name: name,
        Image: name,
        User: name,
        Command: [name],
        Environment: [{ Name: name, Value: name }],
      }));
    case 'poison':
      return POISON.flatMap((value) => [
        value as JsonValue,
        {
          ...CONTAINER,
          Environment: value as JsonValue,
          Command: value as JsonValue,
          User: value as JsonValue,
        },
      ]);
    case 'flood':
      return Array.from({ length: FLOOD }, (_, index) => ({
        ...CONTAINER,
        Name: `web-${index}`,
        User: 'root',
      }));
  }
}
