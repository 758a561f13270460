import { call } from '../api-call';
import { isoSeconds, MINUTE } from '../clock';
import { serviceResponse, taskDefinitionRequest, taskDefinitionResponse } from '../ecs-requests';
import {
  ACCOUNT,
  CLUSTER,
  DEPLOY_ROLE_ARN,
  runningTasks,
  type ServiceName,
  taskDefinitionArn,
} from '../fleet';
import { deployer } from '../identities';
import type { Simulation } from '../simulation';
import { pushImage } from './push-image';
import { startServiceTask, stopServiceTask } from './task-lifecycle';

const RUNNER = '20.61.4.118';
const CLI =
  'aws-cli/2.31.3 md/awscrt#0.27.6 ua/2.1 os/linux#6.11 md/arch#x86_64 lang/python#3.13.7 md/command#cloudformation.deploy';

/**
 * The pipeline ships a service: role by web identity, image push, then CloudFormation in its name registers the
 * definition and updates the service, and ECS replaces the tasks one by one.
 */
export function deploy(simulation: Simulation, serviceName: ServiceName, at: number): void {
  deployWithoutTasks(simulation, serviceName, at);
  replaceTasks(simulation, serviceName, at + 105);
}

/** The calls of the pipeline alone. */
export function deployWithoutTasks(simulation: Simulation, serviceName: ServiceName, at: number): void {
  const { fleet } = simulation;
  const by = deployer(at);
  const direct = { by, from: RUNNER, agent: CLI };
  call(simulation, {
    at,
    by: {
      type: 'WebIdentityUser',
      principalId: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:harbor/${serviceName}:ref:refs/heads/main`,
      userName: `repo:harbor/${serviceName}:ref:refs/heads/main`,
      identityProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    },
    service: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    from: RUNNER,
    agent: 'configure-aws-credentials-for-github-actions',
    readOnly: true,
    request: { roleArn: DEPLOY_ROLE_ARN, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
    response: {
      subjectFromWebIdentityToken: `repo:harbor/${serviceName}:ref:refs/heads/main`,
      assumedRoleUser: { arn: by.arn ?? '', assumedRoleId: by.principalId ?? '' },
      credentials: { accessKeyId: by.accessKeyId ?? '', expiration: isoSeconds(at + 3600) },
    },
  });

  fleet.revisions[serviceName] += 1;
  const revision = fleet.revisions[serviceName];
  pushImage(simulation, direct, serviceName, revision, at + 20);

  const stackName = `harbor-${serviceName}`;
  call(simulation, {
    ...direct,
    at: at + 70,
    service: 'cloudformation',
    name: 'CreateChangeSet',
    request: { stackName, changeSetName: `release-${revision}`, capabilities: ['CAPABILITY_IAM'] },
  });
  call(simulation, {
    ...direct,
    at: at + 85,
    service: 'cloudformation',
    name: 'ExecuteChangeSet',
    request: { stackName, changeSetName: `release-${revision}` },
  });
  for (let poll = 0; poll < 12; poll++) {
    call(simulation, {
      ...direct,
      at: at + 90 + poll * 30,
      service: 'cloudformation',
      name: 'DescribeStacks',
      request: { stackName },
    });
  }

  const throughStack = deployer(at, 'cloudformation.amazonaws.com');
  const definition = taskDefinitionRequest(serviceName, revision);
  call(simulation, {
    at: at + 92,
    by: throughStack,
    service: 'ecs',
    name: 'RegisterTaskDefinition',
    request: definition,
    response: taskDefinitionResponse(definition, revision),
  });
  call(simulation, {
    at: at + 97,
    by: throughStack,
    service: 'ecs',
    name: 'UpdateService',
    request: {
      cluster: CLUSTER,
      service: serviceName,
      taskDefinition: taskDefinitionArn(serviceName, revision),
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
    },
    response: serviceResponse(serviceName, revision, 2),
  });
  call(simulation, {
    at: at + 9 * MINUTE,
    by: throughStack,
    service: 'ecs',
    name: 'DeregisterTaskDefinition',
    request: { taskDefinition: taskDefinitionArn(serviceName, revision - 1) },
    response: {
      taskDefinition: { taskDefinitionArn: taskDefinitionArn(serviceName, revision - 1), status: 'INACTIVE' },
    },
  });
}

function replaceTasks(simulation: Simulation, serviceName: ServiceName, at: number): void {
  const old = runningTasks(simulation.fleet, at, serviceName);
  for (const [index, eni] of old.entries()) {
    startServiceTask(simulation, serviceName, index % 2 === 0 ? 0 : 1, at + index * 100);
    stopServiceTask(simulation, eni, at + 90 + index * 100);
  }
}
