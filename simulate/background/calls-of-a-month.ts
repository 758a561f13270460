import { accessDenied, call } from '../api-call';
import { DAY, HOUR, MINUTE } from '../clock';
import { ACCOUNT, CLUSTER, NAT_ADDRESS, OFFICE_ADDRESS, REGION, SERVICES, taskDefinitionArn } from '../fleet';
import { service as awsService, roleSession } from '../identities';
import type { Random } from '../random';
import type { Simulation } from '../simulation';
import { deployWithoutTasks } from './deploy';
import { serviceNoise } from './service-noise';

const PEOPLE = [
  ...['anna', 'ben', 'clara', 'dora', 'emil', 'fanny', 'georg', 'hanna', 'ida', 'jan', 'karl', 'lena', 'max'],
  ...[
    'nora',
    'otto',
    'paula',
    'quentin',
    'rosa',
    'sven',
    'tina',
    'ute',
    'viktor',
    'wanda',
    'xenia',
    'yuri',
    'zoe',
  ],
];
const BOTO = 'Boto3/1.40.50 md/Botocore#1.40.50 exec-env/AWS_ECS_FARGATE';
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const POLL_SECONDS = 10 * MINUTE;

/**
 * The API calls of a month in which nothing happens: 26 people by single sign-on, three services, a pipeline, a
 * monitoring product, a backup, AWS itself. No flow logs, which would be a thousand times as much.
 */
export function callsOfAMonth(simulation: Simulation): void {
  for (const [index, person] of PEOPLE.entries()) {
    worksOnWeekdays(simulation, person, index, simulation.random.fork(`month ${person}`));
  }
  tasksWork(simulation, simulation.random.fork('month tasks'));
  releases(simulation, simulation.random.fork('month releases'));
  pollsAndBackups(simulation, simulation.random.fork('month polls'));
  serviceNoise(simulation);
}

function daysOf({ from, until }: Simulation): readonly number[] {
  return Array.from({ length: Math.ceil((until - from) / DAY) }, (_, day) => from + day * DAY);
}

/** Monday to Friday, but for holidays: pages of the console, a page that is refused, a session for a service on call. */
function worksOnWeekdays(simulation: Simulation, person: string, index: number, random: Random): void {
  // One in five looks after services, and restarts one now and then.
  const isOnCall = index % 5 === 0;
  const home = `198.51.100.${10 + index}`;
  const holiday = random.int(0, 25);
  for (const [day, midnight] of daysOf(simulation).entries()) {
    const weekday = new Date(midnight * 1000).getUTCDay();
    if (weekday === 0 || weekday === 6 || (day >= holiday && day < holiday + 3)) continue;
    const at = midnight + 8 * HOUR + random.int(0, 2 * HOUR);
    const from = random.chance(0.4) ? home : OFFICE_ADDRESS;
    const role = isOnCall
      ? 'AWSReservedSSO_OnCall_aaaa567890abcdef'
      : 'AWSReservedSSO_Developer_0123456789abcdef';
    const by = roleSession({
      role,
      session: `${person}@example.com`,
      since: at,
      path: '/aws-reserved/sso.amazonaws.com/',
    });
    const read = (offset: number, service: string, name: string, refused = false) =>
      call(simulation, {
        at: at + offset,
        by,
        from,
        agent: BROWSER,
        service,
        name,
        request: {},
        ...(refused && { error: accessDenied(by, `${service}:${name}`) }),
      });
    for (let page = 0; page < random.int(2, 6); page += 1) {
      const offset = page * 9 * MINUTE;
      read(offset, 'ecs', 'ListServices');
      read(offset + 2, 'ecs', 'DescribeServices');
      if (random.chance(0.3)) read(offset + 4, 'logs', 'DescribeLogGroups');
      if (random.chance(0.1)) read(offset + 6, 'ce', 'GetCostAndUsage', true);
    }
    // What on-call people do once or twice a week, in the learning time too: a forced deployment.
    if (isOnCall && weekday % 2 === 1 && day < 12) readRunbookSecret(simulation, by, from, at + HOUR);
  }
}

/** The one secret of the runbook, with a program that is no command line. */
function readRunbookSecret(
  simulation: Simulation,
  by: Parameters<typeof call>[1]['by'],
  from: string,
  at: number,
): void {
  call(simulation, {
    at,
    by,
    from,
    agent: 'Boto3/1.40.50 md/Botocore#1.40.50 os/macos',
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: { secretId: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:runbook/pager-Ab3dEf` },
  });
}

/** Two tasks a service, another pair after each week: they decrypt, read parameters, and assume a role of their own. */
function tasksWork(simulation: Simulation, random: Random): void {
  for (const service of SERVICES) {
    let task = random.hex(32);
    for (let at = simulation.from; at < simulation.until; at += random.int(20 * MINUTE, 90 * MINUTE)) {
      if (random.chance(0.02)) task = random.hex(32);
      const by = roleSession({ role: `${service}-task`, session: task, since: at });
      const made = { by, from: NAT_ADDRESS, agent: BOTO };
      call(simulation, { ...made, at, service: 'kms', name: 'Decrypt', request: { keyId: 'alias/harbor' } });
      if (random.chance(0.3)) {
        call(simulation, {
          ...made,
          at: at + 3,
          service: 'ssm',
          name: 'GetParameter',
          request: { name: `/harbor/${service}/features` },
          ...(random.chance(0.1) && { error: accessDenied(by, 'ssm:GetParameter') }),
        });
      }
    }
  }
}

/** A service is released on most working days, and some releases fail and are rolled back. */
function releases(simulation: Simulation, random: Random): void {
  for (const midnight of daysOf(simulation)) {
    const weekday = new Date(midnight * 1000).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const service = random.pick(SERVICES);
    const at = midnight + 10 * HOUR + random.int(0, 5 * HOUR);
    deployWithoutTasks(simulation, service, at);
    if (random.chance(0.15)) deployWithoutTasks(simulation, service, at + 40 * MINUTE);
  }
}

/** A monitoring product, a backup every night, and what AWS does by itself. */
function pollsAndBackups(simulation: Simulation, random: Random): void {
  const monitor = (at: number, name: string, service = 'ecs') =>
    call(simulation, {
      at,
      by: roleSession({
        role: 'monitoring-reader',
        session: 'monitoring',
        since: Math.floor(at / HOUR) * HOUR,
      }),
      from: '52.30.19.77',
      agent: 'aws-sdk-java/2.31.20',
      service,
      name,
      request: { cluster: CLUSTER },
    });
  for (let at = simulation.from + 30; at < simulation.until - MINUTE; at += POLL_SECONDS) {
    monitor(at, 'DescribeClusters');
    if (random.chance(0.3)) monitor(at + 2, 'DescribeAlarms', 'monitoring');
  }
  for (const midnight of daysOf(simulation)) {
    call(simulation, {
      at: midnight + 2 * HOUR,
      by: awsService('backup.amazonaws.com'),
      service: 'ec2',
      name: 'CreateSnapshot',
      request: { volumeId: 'vol-0123456789abcdef0' },
    });
    call(simulation, {
      at: midnight + 3 * HOUR,
      by: roleSession({ role: 'inventory', session: 'inventory', since: midnight }),
      from: NAT_ADDRESS,
      agent: BOTO,
      service: 'ecs',
      name: 'DescribeTaskDefinition',
      request: { taskDefinition: taskDefinitionArn('orders', 42) },
    });
  }
}
