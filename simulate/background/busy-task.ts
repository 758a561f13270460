import { accessDenied, call } from '../api-call';
import { type Task, taskAddress } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';

/** A task that reads its objects and parameters, and is refused one that was moved: from its own addresses. */
export function busyTask(simulation: Simulation, task: Task, at: number): void {
  const role = `${task.service ?? task.family}-task`;
  const by = roleSession({ role, session: task.id, since: at - 600 });
  const { outside, inside } = taskAddress(simulation.fleet, task);
  const agent = 'Boto3/1.40.50 md/Botocore#1.40.50 exec-env/AWS_ECS_FARGATE';
  call(simulation, {
    at,
    by,
    from: outside,
    agent,
    service: 'kms',
    name: 'Decrypt',
    request: { keyId: 'alias/harbor' },
  });
  call(simulation, {
    at: at + 5,
    by,
    from: inside,
    agent,
    service: 'ssm',
    name: 'GetParameter',
    request: { name: `/harbor/${role}/features` },
  });
  call(simulation, {
    at: at + 9,
    by,
    from: outside,
    agent,
    service: 'ssm',
    name: 'GetParameter',
    request: { name: '/harbor/old/features' },
    error: accessDenied(by, 'ssm:GetParameter'),
  });
}
