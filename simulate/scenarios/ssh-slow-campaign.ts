import { guess } from '../attacks/ssh-guess';
import { deploy } from '../background/deploy';
import { ordinaryLife } from '../background/ordinary-life';
import { HOUR, MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';
import { leaveSshOpen } from './leave-ssh-open';

const SLOW_GUESSER = '192.0.2.17';
const CAMPAIGN_SIZE = 28;

export const sshSlowCampaign: Scenario = {
  name: 'ssh-slow-campaign',
  description:
    'one source guesses every half hour for a day; later many sources share a target, a try or two each',
  startHour: 0,
  hours: 24,
  // The slow one is told by its guesses, too: its tool tries four passwords a connection, as the daemon's lines say.
  expected: [
    'ssh-accepted-from-internet',
    'ssh-brute-force',
    'ssh-distributed-brute-force',
    'ssh-slow-brute-force',
  ],
  expectedLow: ['ecs-task-definition-registered'],
  play(simulation) {
    const { fleet, from, until } = simulation;
    const random = simulation.random.fork('campaign');
    const [first, second] = runningTasks(fleet, from, 'httpd-login');
    if (!first || !second) return;
    leaveSshOpen(simulation);
    simulation.actors.push(
      { who: SLOW_GUESSER, role: 'attacker', what: 'one guess every 17 to 40 minutes, all day' },
      { who: first.privateIp, role: 'target', what: "the slow guesser's target, a task of httpd-login" },
      { who: second.privateIp, role: 'target', what: "the campaign's target, a task of httpd-login" },
    );
    for (let at = from + 20 * MINUTE; at < until - MINUTE; at += random.int(17 * MINUTE, 40 * MINUTE)) {
      guess(simulation, random, { target: first, peer: SLOW_GUESSER, at, tool: 'medusa' });
    }

    const begin = from + 15 * HOUR + random.int(0, 40) * MINUTE;
    for (let source = 1; source <= CAMPAIGN_SIZE; source++) {
      const peer = `198.51.100.${source * 3}`;
      simulation.actors.push({ who: peer, role: 'attacker', what: 'one of many that share a target' });
      const tries = random.int(1, 2);
      for (let attempt = 0; attempt < tries; attempt++) {
        const at = begin + random.float(0, 48 * MINUTE);
        guess(simulation, random, { target: second, peer, at, tool: 'ncrack' });
      }
    }
    deploy(simulation, 'orders', from + 9 * HOUR + 12 * MINUTE);
    ordinaryLife(simulation);
  },
};
