import { call } from '../api-call';
import { ACCOUNT, NAT_ADDRESS, type NetworkInterface, REGION, type Task } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';
import { assumeTaskRole } from './assume-task-role';
import { kmsKey } from './kms-key';

export interface TaskRoles {
  readonly taskRole: string;
  readonly executionRole: string;
}

/** ECS hands out both roles under the task's id; the execution role pulls the image and reads the secret. */
export function prepareTask(
  simulation: Simulation,
  eni: NetworkInterface,
  task: Task,
  at: number,
  { taskRole, executionRole }: TaskRoles,
): void {
  for (const role of [taskRole, executionRole]) assumeTaskRole(simulation, task.id, role, at + 8);

  const by = roleSession({ role: executionRole, session: task.id, since: at + 8 });
  const agent = 'aws-sdk-go-v2/1.30.4 ua/2.1 os/linux lang/go#1.22.7 md/GOOS#linux md/GOARCH#arm64';
  const from = eni.publicIp ?? NAT_ADDRESS;
  const repository = task.family;
  const direct = { by, from, agent };
  call(simulation, { ...direct, at: at + 9, service: 'ecr', name: 'GetAuthorizationToken' });
  call(simulation, {
    ...direct,
    at: at + 10,
    service: 'ecr',
    name: 'BatchGetImage',
    request: {
      registryId: ACCOUNT,
      repositoryName: repository,
      imageIds: [{ imageTag: `release-${task.revision}` }],
      acceptedMediaTypes: ['application/vnd.oci.image.manifest.v1+json'],
    },
    resources: [{ accountId: ACCOUNT, ARN: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}` }],
  });
  for (let layer = 0; layer < 4; layer++) {
    call(simulation, {
      ...direct,
      at: at + 11 + layer,
      service: 'ecr',
      name: 'GetDownloadUrlForLayer',
      request: {
        registryId: ACCOUNT,
        repositoryName: repository,
        layerDigest: `sha256:${simulation.random.hex(64)}`,
      },
    });
  }
  const secretArn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${repository}/credentials-Ab3dEf`;
  call(simulation, {
    ...direct,
    at: at + 18,
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: { secretId: secretArn },
  });
  call(simulation, {
    at: at + 18,
    by: { ...by, invokedBy: 'secretsmanager.amazonaws.com' },
    service: 'kms',
    name: 'Decrypt',
    request: {
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { SecretARN: secretArn, SecretVersionId: simulation.random.uuid() },
    },
    resources: [kmsKey('0a1b2c3d-1111-4222-8333-444455556666')],
  });
  call(simulation, {
    ...direct,
    at: at + 20,
    service: 'logs',
    name: 'CreateLogStream',
    request: {
      logGroupName: `/harbor/${repository}`,
      logStreamName: `${repository}/${repository}/${task.id}`,
    },
  });
}
