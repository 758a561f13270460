import { callHome, reachOthers, upload } from '../attacks/slow-theft';
import { taskEgress } from '../background/task-egress';
import { HOUR, MINUTE } from '../clock';
import { conversation } from '../conversation';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

const DAY = 24 * HOUR;
const METRICS = '146.75.30.5';
const BACKUP = '52.218.29.10';
const LOGS = '52.94.220.40';

export const slowTheftTwin: Scenario = {
  name: 'slow-theft-twin',
  description:
    'an agent reports every minute or so, logs and a nightly backup go to AWS, and a release gives all tasks of a service new neighbours',
  startHour: 0,
  hours: 12 * 24,
  expected: [],
  play(simulation) {
    const { fleet, from, until } = simulation;
    const random = simulation.random.fork('slow theft');
    const orders = runningTasks(fleet, from, 'orders');
    const others = [...runningTasks(fleet, from, 'billing'), ...runningTasks(fleet, from, 'httpd-login')];
    for (const eni of [...orders, ...others]) {
      callHome(simulation, random, {
        eni,
        peer: METRICS,
        from: from + 70,
        until,
        every: 15 * MINUTE,
        jitter: 0.02,
      });
    }
    const [first] = orders;
    if (first === undefined) return;
    for (let night = from + 2 * HOUR; night < until; night += DAY) {
      upload(simulation, random, {
        eni: first,
        peer: BACKUP,
        at: night,
        seconds: 20 * MINUTE,
        bytes: random.int(180, 260) * 1_000_000,
      });
    }
    for (let hour = from + 11 * MINUTE; hour < until; hour += 4 * HOUR) {
      upload(simulation, random, {
        eni: first,
        peer: LOGS,
        at: hour,
        seconds: 5 * MINUTE,
        bytes: random.int(5, 12) * 1_000_000,
      });
    }
    const released = from + 8 * DAY + 10 * HOUR;
    orders.forEach((eni, index) => {
      reachOthers(simulation, random, {
        eni,
        others,
        port: 8_500,
        at: released + index * 5 * MINUTE,
        every: 20,
      });
    });
    // Whatever answers a balancer's checks reaches nobody.
    for (let at = from + 30; at < until; at += 30 * MINUTE) {
      const [balancer] = fleet.loadBalancers;
      const check = {
        ...{ clientPort: 30_000 + random.int(0, 20_000), serverPort: 8_080, at, seconds: 0.1 },
        ...{ up: { packets: 6, bytes: 420 }, down: { packets: 5, bytes: 510 } },
      };
      for (const eni of orders) {
        simulation.flows.push(...conversation({ ...check, eni, way: 'inbound', peer: balancer.privateIp }));
      }
    }
    taskEgress(simulation);
  },
};
