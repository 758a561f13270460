import { outbound } from '../attacks/task-shell-traffic';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

export const outboundSsh: Scenario = {
  name: 'outbound-ssh',
  description:
    'two tasks open SSH connections to the internet, on 22 through the NAT gateway and on 2222 directly',
  startHour: 4,
  hours: 1,
  expected: ['ssh-outbound-from-task'],
  play(simulation) {
    const { fleet, from } = simulation;
    const random = simulation.random.fork('outbound');
    const [orders] = runningTasks(fleet, from, 'orders');
    const [login] = runningTasks(fleet, from, 'httpd-login');
    if (!orders || !login) return;
    simulation.actors.push(
      { who: orders.privateIp, role: 'attacker', what: 'task of orders that connects out on port 22' },
      { who: login.privateIp, role: 'attacker', what: 'task of httpd-login that connects out on port 2222' },
      { who: '192.0.2.80', role: 'attacker', what: 'SSH server that the tasks connect to' },
    );
    const at = from + 17 * MINUTE;
    outbound(simulation, random, { eni: orders, peer: '192.0.2.80', port: 22, at, seconds: 620 });
    outbound(simulation, random, {
      eni: login,
      peer: '192.0.2.80',
      port: 2222,
      at: at + 14 * MINUTE,
      seconds: 45,
    });
    ordinaryLife(simulation);
  },
};
