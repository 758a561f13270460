import { ephemeralPort } from '../background/ephemeral-port';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { conversation } from '../conversation';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';
import { leaveSshOpen } from './leave-ssh-open';

const SOURCES = 180;
const CONNECTIONS_A_MINUTE = 165;

export const sshFlood: Scenario = {
  name: 'ssh-flood',
  description: 'many sources open more connections a minute than sshd takes, for seven minutes',
  startHour: 11,
  hours: 1,
  expected: ['flow-log-records-lost', 'ssh-accepted-from-internet', 'ssh-flood'],
  play(simulation) {
    const random = simulation.random.fork('flood');
    const [target] = runningTasks(simulation.fleet, simulation.from, 'httpd-login');
    if (!target) return;
    leaveSshOpen(simulation);
    simulation.actors.push({
      who: target.privateIp,
      role: 'target',
      what: 'task of httpd-login under flood',
    });
    for (let source = 1; source <= SOURCES; source++) {
      simulation.actors.push({ who: `192.0.2.${source}`, role: 'attacker', what: 'one source of the flood' });
    }
    const begin = simulation.from + 24 * MINUTE;
    const count = 7 * CONNECTIONS_A_MINUTE;
    for (let index = 0; index < count; index++) {
      // Above MaxStartups the daemon closes before its banner; below, the client leaves after it.
      const isDropped = random.chance(0.8);
      simulation.flows.push(
        ...conversation({
          eni: target,
          way: 'inbound',
          peer: `192.0.2.${1 + (index % SOURCES)}`,
          clientPort: ephemeralPort(random),
          serverPort: 22,
          at: begin + (index * 60) / CONNECTIONS_A_MINUTE + random.float(0, 0.3),
          seconds: isDropped ? 0.2 : 2,
          up: isDropped ? { packets: 3, bytes: 164 } : { packets: 5, bytes: 289 },
          down: isDropped ? { packets: 2, bytes: 112 } : { packets: 4, bytes: 253 },
          ending: isDropped ? 'fin' : 'reset',
        }),
      );
    }
    // Under such a load AWS itself loses records of the interface now and then, and says so.
    const start = begin + 4 * MINUTE;
    simulation.flows.push({ eni: target, start, end: start + MINUTE - 1, status: 'SKIPDATA' });
    ordinaryLife(simulation);
  },
};
