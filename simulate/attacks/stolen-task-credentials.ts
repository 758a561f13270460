import { accessDenied, call } from '../api-call';
import { ACCOUNT, REGION, type Task } from '../fleet';
import { roleSession } from '../identities';
import type { Random } from '../random';
import type { Simulation } from '../simulation';

/** The task's role, used from somebody else's machine: who am I, what may I, give me the secret. */
export function stolenTaskCredentials(
  simulation: Simulation,
  random: Random,
  task: Task,
  { from, at }: { from: string; at: number },
): void {
  const role = `${task.service ?? task.family}-task`;
  const by = roleSession({ role, session: task.id, since: at - 1800 });
  simulation.actors.push({
    who: by.arn ?? role,
    role: 'attacker',
    what: "the task's role, used from outside",
  });
  const caller = {
    by,
    from,
    agent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12 lang/python#3.13.7',
  };
  call(simulation, { ...caller, at, service: 'sts', name: 'GetCallerIdentity' });
  const tries = [
    ['iam', 'ListRoles', 'iam:ListRoles'],
    ['s3', 'ListBuckets', 's3:ListAllMyBuckets'],
    ['secretsmanager', 'ListSecrets', 'secretsmanager:ListSecrets'],
  ] as const;
  let now = at + 20;
  for (const [service, name, action] of tries) {
    call(simulation, { ...caller, at: now, service, name, error: accessDenied(by, action) });
    now += random.int(15, 60);
  }
  call(simulation, {
    ...caller,
    at: now,
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: {
      secretId: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:httpd-login/credentials-Ab3dEf`,
    },
  });
}
