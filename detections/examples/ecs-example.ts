import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION, exampleEvent } from './example-event';

/** The task and the names that the ECS examples are about. */
export const EXAMPLE_TASK_ID = '2f4c0c9a9d3b4a61b0c7f6f1b4d0a1e2';
export const EXAMPLE_TASK = arn(`task/harbor/${EXAMPLE_TASK_ID}`);
export const EXAMPLE_ECR_IMAGE = `${EXAMPLE_ACCOUNT}.dkr.ecr.${EXAMPLE_REGION}.amazonaws.com/harbor/web:1.42.0`;

/** ARN of something of ECS in the example account. */
export function arn(resource: string): string {
  return `arn:aws:ecs:${EXAMPLE_REGION}:${EXAMPLE_ACCOUNT}:${resource}`;
}

/** ARN of a role in the example account. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/${name}`;
}

/** A call of ECS; members as the API model names them. */
export function ecsEvent(
  eventName: string,
  requestParameters: JsonObject | null,
  overrides: Partial<CloudTrailRecord> = {},
): CloudTrailRecord {
  return exampleEvent('ecs', eventName, requestParameters, overrides);
}

/** A hardened container; `changes` say what is different about it. */
export function container(changes: JsonObject = {}): JsonObject {
  return {
    name: 'web',
    image: EXAMPLE_ECR_IMAGE,
    essential: true,
    user: '10001',
    readonlyRootFilesystem: true,
    privileged: false,
    portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    environment: [{ name: 'STAGE', value: 'hardened' }],
    secrets: [
      { name: 'HTPASSWD', valueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:harbor-AbCdEf' },
    ],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/harbor/web', 'awslogs-region': EXAMPLE_REGION, mode: 'non-blocking' },
    },
    ...changes,
  };
}

/** RegisterTaskDefinition of one hardened container unless `changes` say otherwise. */
export function registration(
  changes: JsonObject = {},
  overrides: Partial<CloudTrailRecord> = {},
): CloudTrailRecord {
  const requestParameters = {
    family: 'harbor-web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    taskRoleArn: roleArn('harbor-web-task'),
    executionRoleArn: roleArn('harbor-web-execution'),
    containerDefinitions: [container()],
    ...changes,
  };
  return ecsEvent('RegisterTaskDefinition', requestParameters, {
    responseElements: {
      taskDefinition: {
        ...requestParameters,
        taskDefinitionArn: arn('task-definition/harbor-web:42'),
        revision: 42,
        status: 'ACTIVE',
      },
    },
    ...overrides,
  });
}

/** An update of the service that the examples are about. */
export function serviceUpdate(
  changes: JsonObject = {},
  overrides: Partial<CloudTrailRecord> = {},
): CloudTrailRecord {
  return ecsEvent('UpdateService', { cluster: 'harbor', service: 'web', ...changes }, overrides);
}

/** RunTask of the definition that the examples are about. */
export function taskRun(
  changes: JsonObject = {},
  overrides: Partial<CloudTrailRecord> = {},
): CloudTrailRecord {
  return ecsEvent(
    'RunTask',
    {
      cluster: 'harbor',
      taskDefinition: 'harbor-web:42',
      launchType: 'FARGATE',
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-0a1b'],
          securityGroups: ['sg-0a1b'],
          assignPublicIp: 'DISABLED',
        },
      },
      ...changes,
    },
    {
      responseElements: { tasks: [{ taskArn: EXAMPLE_TASK, lastStatus: 'PROVISIONING' }], failures: [] },
      ...overrides,
    },
  );
}
