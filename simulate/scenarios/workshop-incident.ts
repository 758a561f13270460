import { executeCommand } from '../attacks/exec';
import { intrude, intruder } from '../attacks/intruder';
import { openPortToWorld } from '../attacks/open-port';
import { guessingRun, login } from '../attacks/ssh-guess';
import { sshScan } from '../attacks/ssh-scan';
import { stolenTaskCredentials } from '../attacks/stolen-task-credentials';
import { deleteFlowLogs, stopLogging } from '../attacks/tampering';
import { lateralScan, outbound } from '../attacks/task-shell-traffic';
import { webGuessing } from '../attacks/web-guess';
import { registerMiner, runPublicTask } from '../attacks/workload';
import { consoleSession } from '../background/console-session';
import { deploy } from '../background/deploy';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

const GUESSER = '192.0.2.44';
const CATCHER = '192.0.2.90';

export const workshopIncident: Scenario = {
  name: 'workshop-incident',
  description:
    'the CON414 story: a port is opened, found, guessed and entered; then shells, miners and cut logs',
  startHour: 8,
  hours: 3,
  expected: [
    'chain-foreign-task-defined-then-run',
    'chain-whoami-enumeration-refusals',
    'task-role-used-from-two-networks',
    'ecs-crypto-mining-suspected',
    'ecs-exec-session-opened',
    'ecs-foreign-image-defined',
    'ecs-large-task-defined',
    'ecs-public-ip-assigned',
    'ecs-task-definition-registered-outside-pipeline',
    'ecs-unsafe-task-definition-registered',
    'ecs-task-run-outside-pipeline',
    'flow-logs-deleted',
    'ssh-accepted-from-internet',
    'ssh-brute-force',
    'ssh-brute-force-flat',
    'ssh-horizontal-scan',
    'ssh-outbound-from-task',
    'ssh-port-opened-then-probed',
    'ssh-port-opened-to-world',
    'ssh-probable-login',
    'ssh-probe-burst',
    'task-credentials-explored-account',
    'trail-stopped',
    'unusual-egress',
  ],
  expectedLow: [
    'cis-cloudwatch-10-security-group-changed',
    'cis-cloudwatch-5-trail-config-changed',
    'ecs-task-definition-registered',
  ],
  play(simulation) {
    const { fleet, from } = simulation;
    const random = simulation.random.fork('incident');
    const minute = (minutes: number) => from + minutes * MINUTE;

    // A quiet start: the pipeline ships the login service, an engineer looks at it.
    deploy(simulation, 'httpd-login', minute(4));
    consoleSession(simulation, 'alice', minute(16), 12);

    const mallory = intruder(
      simulation,
      'mallory',
      '192.0.2.66',
      'opens the port, and later takes over by API',
    );
    const groupId = fleet.securityGroups['httpd-login'];
    openPortToWorld(simulation, mallory, { groupId, port: 22, at: minute(34), shape: 'nested' });

    const [target, other] = runningTasks(fleet, minute(34), 'httpd-login');
    if (!target?.task || !other) return;
    simulation.actors.push(
      {
        who: GUESSER,
        role: 'attacker',
        what: 'scans, guesses passwords of the web login in vain and of SSH, logs in',
      },
      { who: target.privateIp, role: 'target', what: 'task of httpd-login that is entered over SSH' },
      { who: CATCHER, role: 'attacker', what: 'where the entered task connects to' },
    );
    sshScan(simulation, random, {
      peer: GUESSER,
      at: minute(43),
      open: [target, other],
      closed: fleet.loadBalancers,
    });
    webGuessing(simulation, simulation.random.fork('web guesses'), {
      balancer: fleet.loadBalancers[0],
      target: other,
      peer: GUESSER,
      at: minute(44),
      guesses: 60,
    });
    guessingRun(simulation, random, {
      target,
      peer: GUESSER,
      from: minute(46),
      until: minute(64),
      threads: 2,
      tool: 'hydra',
    });
    login(simulation, random, { target, peer: GUESSER, at: minute(65), seconds: 41 * MINUTE });

    // From inside the container: a tunnel, a look around, the task's own credentials.
    outbound(simulation, random, { eni: target, peer: CATCHER, port: 4444, at: minute(71), seconds: 600 });
    lateralScan(simulation, random, { eni: target, port: 22, at: minute(77), prefix: '10.20.10', hosts: 60 });
    outbound(simulation, random, { eni: target, peer: CATCHER, port: 22, at: minute(84), seconds: 200 });
    stolenTaskCredentials(simulation, random, target.task, { from: GUESSER, at: minute(90) });

    // By API: a shell next door, a miner, and the lights out.
    const [orders] = runningTasks(fleet, minute(112), 'orders');
    if (orders?.task) executeCommand(simulation, mallory, orders.task, minute(112));
    const family = random.text(9, 'abcdefghijklmnopqrstuvwxyz');
    registerMiner(simulation, mallory, { family, image: 'yzsqbe/ka:si', at: minute(124) });
    const miner = runPublicTask(simulation, mallory, family, minute(126));
    outbound(simulation, random, {
      eni: miner,
      peer: '192.0.2.150',
      port: 3333,
      at: minute(128),
      seconds: 47 * MINUTE,
    });
    simulation.actors.push({
      who: miner.privateIp,
      role: 'attacker',
      what: "the miner's task, talking to its pool",
    });
    deleteFlowLogs(simulation, mallory, minute(176));
    intrude(simulation, mallory, {
      at: minute(171),
      service: 'cloudtrail',
      name: 'DescribeTrails',
      request: {},
    });
    stopLogging(simulation, mallory, minute(178));
    ordinaryLife(simulation);
  },
};
