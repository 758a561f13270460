import type { JsonObject } from '../records/cloudtrail/cloudtrail-record';
import { ACCOUNT, CLUSTER, CLUSTER_ARN, REGION, type ServiceName, taskDefinitionArn } from './fleet';

/** RegisterTaskDefinition as the pipeline asks for it: roles by service, secrets by reference, logs to CloudWatch. */
export function taskDefinitionRequest(family: string, revision: number): JsonObject {
  return {
    family,
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-task`,
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/harbor-execution`,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
    containerDefinitions: [
      {
        name: family,
        image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${family}:release-${revision}`,
        essential: true,
        readonlyRootFilesystem: true,
        user: '1000',
        portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
        environment: [{ name: 'LOG_LEVEL', value: 'info' }],
        secrets: [
          {
            name: 'CREDENTIALS',
            valueFrom: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${family}/credentials-Ab3dEf`,
          },
        ],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': `/harbor/${family}`,
            'awslogs-region': REGION,
            'awslogs-stream-prefix': family,
          },
        },
      },
    ],
  };
}

/** What ECS answers to a registration: the definition with its revision. */
export function taskDefinitionResponse(request: JsonObject, revision: number): JsonObject {
  const family = String(request['family']);
  return {
    taskDefinition: {
      ...request,
      taskDefinitionArn: taskDefinitionArn(family, revision),
      revision,
      status: 'ACTIVE',
      compatibilities: ['EC2', 'FARGATE'],
    },
  };
}

/** What ECS answers to a change of a service. */
export function serviceResponse(
  serviceName: ServiceName,
  revision: number,
  desiredCount: number,
): JsonObject {
  return {
    service: {
      serviceArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:service/${CLUSTER}/${serviceName}`,
      serviceName,
      clusterArn: CLUSTER_ARN,
      status: 'ACTIVE',
      desiredCount,
      runningCount: 2,
      pendingCount: 0,
      launchType: 'FARGATE',
      platformVersion: '1.4.0',
      taskDefinition: taskDefinitionArn(serviceName, revision),
    },
  };
}
