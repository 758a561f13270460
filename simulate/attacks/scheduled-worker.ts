import { type ApiCall, call } from '../api-call';
import { taskDefinitionResponse } from '../ecs-requests';
import { ACCOUNT, CLUSTER, CLUSTER_ARN, REGION, taskDefinitionArn } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';

/** Who writes a schedule, with what it runs and how often. */
export interface ScheduledWorker {
  readonly by: Pick<ApiCall, 'by' | 'from' | 'agent'>;
  readonly family: string;
  readonly image: string;
  /** Role that the scheduler uses. */
  readonly role: string;
  readonly at: number;
  readonly everySeconds: number;
  readonly runs: number;
}

/** A task definition, a schedule that runs it, and the scheduler doing so: by an intruder or by a pipeline. */
export function scheduledWorker(
  simulation: Simulation,
  { by, family, image, role, at, everySeconds, runs }: ScheduledWorker,
): void {
  const request = {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-task`,
    containerDefinitions: [
      {
        name: family,
        image,
        essential: true,
        readonlyRootFilesystem: true,
        user: '1000',
        logConfiguration: { logDriver: 'awslogs' },
      },
    ],
  };
  call(simulation, {
    ...by,
    at,
    service: 'ecs',
    name: 'RegisterTaskDefinition',
    request,
    response: taskDefinitionResponse(request, 1),
  });
  call(simulation, {
    ...by,
    at: at + 90,
    service: 'scheduler',
    name: 'CreateSchedule',
    request: {
      name: `${family}-nightly`,
      groupName: 'default',
      scheduleExpression: `rate(${everySeconds / 60} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: CLUSTER_ARN,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        ecsParameters: { taskDefinitionArn: taskDefinitionArn(family, 1), launchType: 'FARGATE' },
      },
    },
    response: { scheduleArn: `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/${family}-nightly` },
  });
  for (let run = 1; run <= runs; run += 1) {
    const ranAt = at + 90 + run * everySeconds;
    call(simulation, {
      at: ranAt,
      by: roleSession({
        role,
        session: simulation.random.hex(24),
        since: ranAt,
        invokedBy: 'scheduler.amazonaws.com',
      }),
      service: 'ecs',
      name: 'RunTask',
      request: {
        cluster: CLUSTER,
        taskDefinition: taskDefinitionArn(family, 1),
        launchType: 'FARGATE',
        count: 1,
      },
      response: { tasks: [], failures: [] },
    });
  }
}
