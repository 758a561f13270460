import { intruder } from '../attacks/intruder';
import { openPortToWorld } from '../attacks/open-port';
import { guessingRun } from '../attacks/ssh-guess';
import { sshScan } from '../attacks/ssh-scan';
import { deploy } from '../background/deploy';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

const PROBER = '192.0.2.120';

export const portOpenedThenProbed: Scenario = {
  name: 'port-opened-then-probed',
  description:
    'port 22 of a service is opened to the world, over IPv4 and IPv6; within the hour it is found and tried',
  startHour: 19,
  hours: 2,
  expected: [
    'ssh-accepted-from-internet',
    'ssh-brute-force',
    'ssh-brute-force-flat',
    'ssh-port-opened-then-probed',
    'ssh-port-opened-to-world',
    'ssh-probe-burst',
  ],
  expectedLow: ['cis-cloudwatch-10-security-group-changed', 'ecs-task-definition-registered'],
  play(simulation) {
    const { fleet, from } = simulation;
    const random = simulation.random.fork('prober');
    deploy(simulation, 'httpd-login', from + 3 * MINUTE);
    const opener = intruder(simulation, 'bob', '192.0.2.200', 'opens port 22 to anybody');
    const groupId = fleet.securityGroups['httpd-login'];
    const opened = from + 32 * MINUTE;
    openPortToWorld(simulation, opener, { groupId, port: 22, at: opened, shape: 'flat' });
    openPortToWorld(simulation, opener, { groupId, port: 22, at: opened + 25, shape: 'nested', ipv6: true });

    const [target, other] = runningTasks(fleet, opened, 'httpd-login');
    if (!target || !other) return;
    simulation.actors.push(
      { who: PROBER, role: 'attacker', what: 'finds the open port 19 minutes later and guesses passwords' },
      { who: target.privateIp, role: 'target', what: 'task of httpd-login in the opened security group' },
    );
    const at = opened + 19 * MINUTE;
    sshScan(simulation, random, { peer: PROBER, at, open: [target, other], closed: fleet.loadBalancers });
    guessingRun(simulation, random, {
      target,
      peer: PROBER,
      from: at + MINUTE,
      until: at + 12 * MINUTE,
      threads: 2,
      tool: 'ncrack',
    });
    ordinaryLife(simulation);
  },
};
