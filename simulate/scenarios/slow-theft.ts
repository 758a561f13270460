import { executeCommand } from '../attacks/exec';
import { intruder } from '../attacks/intruder';
import { callHome, reachOthers, upload } from '../attacks/slow-theft';
import { taskEgress } from '../background/task-egress';
import { HOUR, MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

const DAY = 24 * HOUR;
const HOME = '192.0.2.140';
const STORE = '198.51.100.44';

export const slowTheft: Scenario = {
  name: 'slow-theft',
  description:
    'after eight quiet days a shell is opened in a task, which from then on calls home, looks at its neighbours and uploads by night',
  startHour: 0,
  hours: 12 * 24,
  expected: ['ecs-exec-session-opened', 'task-beacon', 'task-slow-upload', 'task-spread'],
  play(simulation) {
    const { fleet, from, until } = simulation;
    const random = simulation.random.fork('slow theft');
    const [eni] = runningTasks(fleet, from, 'orders');
    const others = [...runningTasks(fleet, from, 'billing'), ...runningTasks(fleet, from, 'httpd-login')];
    if (!eni?.task) return;
    const at = from + 8 * DAY + 21 * HOUR + 10 * MINUTE;
    executeCommand(
      simulation,
      intruder(simulation, 'mallory', '192.0.2.66', 'opens a shell in a task of orders'),
      eni.task,
      at,
    );
    simulation.actors.push(
      { who: eni.privateIp, role: 'target', what: 'task of orders with an intruder inside' },
      { who: HOME, role: 'attacker', what: 'waits for the calls of the task' },
      { who: STORE, role: 'attacker', what: 'takes what is uploaded by night' },
    );
    callHome(simulation, random, {
      eni,
      peer: HOME,
      from: at + 4 * MINUTE,
      until,
      every: 5 * MINUTE,
      jitter: 0.3,
    });
    reachOthers(simulation, random, { eni, others, port: 8_500, at: at + 9 * MINUTE, every: 2 * MINUTE });
    for (let night = at + 30 * MINUTE; night < until; night += DAY) {
      upload(simulation, random, {
        eni,
        peer: STORE,
        at: night,
        seconds: 40 * MINUTE,
        bytes: random.int(28, 36) * 1_000_000,
      });
    }
    taskEgress(simulation);
  },
};
