import { call } from '../api-call';
import { isoSeconds } from '../clock';
import { ACCOUNT } from '../fleet';
import { service as awsService } from '../identities';
import type { Simulation } from '../simulation';

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
