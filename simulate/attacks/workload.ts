import { recordTaskStart } from '../background/task-lifecycle';
import { taskDefinitionResponse } from '../ecs-requests';
import {
  ACCOUNT,
  addTask,
  CLUSTER,
  CLUSTER_ARN,
  type NetworkInterface,
  taskArn,
  taskDefinitionArn,
} from '../fleet';
import type { Simulation } from '../simulation';
import { type Intruder, intrude } from './intruder';

export interface Miner {
  readonly family: string;
  readonly image: string;
  readonly at: number;
  readonly region?: string;
}

/** RegisterTaskDefinition of the largest Fargate size with somebody's public image. */
export function registerMiner(
  simulation: Simulation,
  who: Intruder,
  { family, image, at, region }: Miner,
): void {
  const request = {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '16384',
    memory: '32768',
    containerDefinitions: [{ name: family, image, cpu: 0, essential: true }],
  };
  intrude(simulation, who, {
    at,
    service: 'ecs',
    name: 'RegisterTaskDefinition',
    ...(region !== undefined && { region }),
    request,
    response: taskDefinitionResponse(request, 1),
  });
}

/** RunTask with a public address, and the interface and roles that come with the task; gives its interface. */
export function runPublicTask(
  simulation: Simulation,
  who: Intruder,
  family: string,
  at: number,
): NetworkInterface {
  const { fleet } = simulation;
  const eni = addTask(fleet, {
    service: undefined,
    family,
    revision: 1,
    isPublic: true,
    zone: 0,
    startedAt: at + 20,
    securityGroup: fleet.securityGroups['httpd-login'],
  });
  const { task } = eni;
  intrude(simulation, who, {
    at,
    service: 'ecs',
    name: 'RunTask',
    request: {
      cluster: CLUSTER,
      taskDefinition: `${family}:1`,
      launchType: 'FARGATE',
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [eni.subnet.id],
          securityGroups: [eni.securityGroup],
          assignPublicIp: 'ENABLED',
        },
      },
    },
    response: {
      tasks: [
        {
          taskArn: task ? taskArn(task) : '',
          clusterArn: CLUSTER_ARN,
          taskDefinitionArn: taskDefinitionArn(family, 1),
          lastStatus: 'PROVISIONING',
          desiredStatus: 'RUNNING',
          launchType: 'FARGATE',
          startedBy: who.by.arn ?? ACCOUNT,
        },
      ],
      failures: [],
    },
  });
  recordTaskStart(simulation, eni, at);
  return eni;
}
