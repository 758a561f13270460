import { call } from '../api-call';
import { HOUR, MINUTE } from '../clock';
import { ACCOUNT, NAT_ADDRESS, runningTasks } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';
import { assumeTaskRole } from './assume-task-role';
import { kmsKey } from './kms-key';

const AGENT =
  'Boto3/1.40.50 md/Botocore#1.40.50 ua/2.1 os/linux#5.10 md/arch#aarch64 lang/python#3.13.7 exec-env/AWS_ECS_FARGATE';

/** What the applications themselves call, from inside the VPC, under the task's role and id. */
export function taskRoleCalls(simulation: Simulation): void {
  const random = simulation.random.fork('task role calls');
  for (
    let at = simulation.from + random.gap(2 * MINUTE);
    at < simulation.until - MINUTE;
    at += random.gap(2 * MINUTE)
  ) {
    const running = runningTasks(simulation.fleet, at);
    if (running.length === 0) continue;
    const eni = random.pick(running);
    const { task } = eni;
    if (task?.service === undefined) continue;
    const by = roleSession({
      role: `${task.service}-task`,
      session: task.id,
      since: Math.floor(at / HOUR) * HOUR,
    });
    const from = eni.publicIp ?? NAT_ADDRESS;
    if (random.chance(0.7)) {
      call(simulation, {
        at,
        by,
        service: 'kms',
        name: random.pick(['Decrypt', 'GenerateDataKey']),
        from,
        agent: AGENT,
        request: { keyId: 'alias/harbor', encryptionContext: { service: task.service } },
        resources: [kmsKey('5e6f7a8b-2222-4333-8444-555566667777')],
      });
    } else {
      // Through the interface endpoint, the caller's address is the task's own.
      call(simulation, {
        at,
        by,
        service: 'ssm',
        name: 'GetParameter',
        from: eni.privateIp,
        agent: AGENT,
        request: { name: `/harbor/${task.service}/features`, withDecryption: false },
        extra: { vpcEndpointId: 'vpce-0c1d2e3f405162738', vpcEndpointAccountId: ACCOUNT },
      });
    }
    if (random.chance(0.04)) assumeTaskRole(simulation, task.id, `${task.service}-task`, at + 30);
  }
}
