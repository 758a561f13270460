import { guessingRun } from '../attacks/ssh-guess';
import { sshScan } from '../attacks/ssh-scan';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';
import { leaveSshOpen } from './leave-ssh-open';

const GUESSER = '192.0.2.44';

export const sshBruteForce: Scenario = {
  name: 'ssh-brute-force',
  description:
    'one source runs a password list against an open SSH port for half an hour and does not get in',
  startHour: 2,
  hours: 2,
  expected: ['ssh-accepted-from-internet', 'ssh-brute-force', 'ssh-brute-force-flat', 'ssh-probe-burst'],
  play(simulation) {
    const random = simulation.random.fork('guesser');
    const [target, other] = runningTasks(simulation.fleet, simulation.from, 'httpd-login');
    if (!target || !other) return;
    leaveSshOpen(simulation);
    simulation.actors.push(
      { who: GUESSER, role: 'attacker', what: 'scans, then guesses passwords with three threads, in vain' },
      { who: target.privateIp, role: 'target', what: 'task of httpd-login whose SSH answers' },
    );
    const at = simulation.from + 41 * MINUTE;
    sshScan(simulation, random, {
      peer: GUESSER,
      at,
      open: [target, other],
      closed: simulation.fleet.loadBalancers,
    });
    guessingRun(simulation, random, {
      target,
      peer: GUESSER,
      from: at + 2 * MINUTE,
      until: at + random.int(26, 38) * MINUTE,
      threads: 3,
      tool: 'hydra',
    });
    ordinaryLife(simulation);
  },
};
