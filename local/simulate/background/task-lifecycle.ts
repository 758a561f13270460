import { call } from '../api-call';
import { isoSeconds } from '../clock';
import {
  ACCOUNT,
  addServiceTask,
  NAT_ADDRESS,
  type NetworkInterface,
  REGION,
  type ServiceName,
  type Task,
} from '../fleet';
import { service as awsService, ecsServiceRole, roleSession } from '../identities';
import type { Simulation } from '../simulation';

/** Starts a task of a service with all the calls that ECS and its roles make; gives its interface. */
export function startServiceTask(
  simulation: Simulation,
  serviceName: ServiceName,
  zone: 0 | 1,
  at: number,
): NetworkInterface {
  const eni = addServiceTask(simulation.fleet, serviceName, zone, at + 25);
  recordTaskStart(simulation, eni, at, {
    taskRole: `${serviceName}-task`,
    executionRole: 'harbor-execution',
  });
  registerTarget(simulation, eni, serviceName, at + 38, 'RegisterTargets');
  return eni;
}

/** Takes a task out of its service: deregistered, drained, interface deleted. */
export function stopServiceTask(simulation: Simulation, eni: NetworkInterface, at: number): void {
  const { task } = eni;
  if (task?.service === undefined) return;
  registerTarget(simulation, eni, task.service, at, 'DeregisterTargets');
  task.stoppedAt = at + 60;
  call(simulation, {
    at: at + 75,
    by: ecsServiceRole(at, 'ecs-eni-provisioning'),
    service: 'ec2',
    name: 'DeleteNetworkInterface',
    request: { networkInterfaceId: eni.id },
    response: { requestId: simulation.random.uuid(), _return: true },
  });
}

interface TaskRoles {
  readonly taskRole: string;
  readonly executionRole: string;
}

/** The calls around a task's start: ECS makes its interface, with the groups that flow logs do not tell. */
export function recordTaskStart(
  simulation: Simulation,
  eni: NetworkInterface,
  at: number,
  roles?: TaskRoles,
): void {
  createInterface(simulation, eni, at + 2);
  if (eni.task && roles) preparations(simulation, eni, eni.task, at, roles);
}

/** ECS hands out both roles under the task's id; the execution role pulls the image and reads the secret. */
function preparations(
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

/** ECS trades the task's id for a role's credentials: the session that all its calls then carry. */
export function assumeTaskRole(simulation: Simulation, taskId: string, role: string, at: number): void {
  const { random } = simulation;
  const arn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  call(simulation, {
    at,
    by: awsService('ecs-tasks.amazonaws.com'),
    service: 'sts',
    name: 'AssumeRole',
    request: { roleArn: arn, roleSessionName: taskId },
    response: {
      credentials: {
        accessKeyId: `ASIA${random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
        sessionToken: `IQoJb3JpZ2luX2VjE${random.hex(120)}`,
        expiration: isoSeconds(at + 6 * 3600),
      },
      assumedRoleUser: {
        assumedRoleId: `AROA${random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}:${taskId}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${taskId}`,
      },
    },
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: arn }],
    extra: { sharedEventID: random.uuid() },
  });
}

function createInterface(simulation: Simulation, eni: NetworkInterface, at: number): void {
  const { random, fleet } = simulation;
  const description = `arn:aws:ecs:${REGION}:${ACCOUNT}:attachment/${random.uuid()}`;
  const groups = { items: [{ groupId: eni.securityGroup }] };
  call(simulation, {
    at,
    by: ecsServiceRole(at, 'ecs-eni-provisioning'),
    service: 'ec2',
    name: 'CreateNetworkInterface',
    request: {
      subnetId: eni.subnet.id,
      description,
      groupSet: groups,
      privateIpAddressesSet: {},
      ipv6AddressCount: 0,
      clientToken: random.uuid(),
    },
    response: {
      requestId: random.uuid(),
      networkInterface: {
        networkInterfaceId: eni.id,
        subnetId: eni.subnet.id,
        vpcId: fleet.vpcId,
        availabilityZone: eni.subnet.zone,
        description,
        ownerId: ACCOUNT,
        requesterManaged: true,
        status: 'pending',
        privateIpAddress: eni.privateIp,
        sourceDestCheck: true,
        interfaceType: 'interface',
        groupSet: groups,
        privateIpAddressesSet: { item: [{ privateIpAddress: eni.privateIp, primary: true }] },
        ipv6AddressesSet: {},
        tagSet: {},
      },
    },
  });
}

function registerTarget(
  simulation: Simulation,
  eni: NetworkInterface,
  serviceName: ServiceName,
  at: number,
  name: 'RegisterTargets' | 'DeregisterTargets',
): void {
  call(simulation, {
    at,
    by: ecsServiceRole(at, 'ecs-service-scheduler'),
    service: 'elasticloadbalancing',
    name,
    request: {
      targetGroupArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/${serviceName}/6d0ecf831eec9f09`,
      targets: [{ id: eni.privateIp, port: 8080 }],
    },
  });
}

export function kmsKey(id: string) {
  return { accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}` };
}
