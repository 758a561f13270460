import { stolenTaskCredentials } from '../attacks/stolen-task-credentials';
import { busyTask } from '../background/busy-task';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

export const stolenTaskRole: Scenario = {
  name: 'stolen-task-role',
  description: "a task's credentials are carried away and used from somebody's machine",
  startHour: 3,
  hours: 1.5,
  expected: [
    'chain-whoami-enumeration-refusals',
    'task-credentials-explored-account',
    'task-role-used-from-two-networks',
  ],
  play(simulation) {
    const task = runningTasks(simulation.fleet, simulation.from, 'httpd-login')[0]?.task;
    if (task === undefined) return;
    busyTask(simulation, task, simulation.from + 5 * MINUTE);
    stolenTaskCredentials(simulation, simulation.random.fork('stolen'), task, {
      from: '192.0.2.90',
      at: simulation.from + 40 * MINUTE,
    });
    ordinaryLife(simulation);
  },
};
