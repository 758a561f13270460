import { busyTask } from '../background/busy-task';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

export const stolenTaskRoleTwin: Scenario = {
  name: 'stolen-task-role-twin',
  description:
    'the same task asks from its own addresses, inside and by the NAT gateway, and is refused once',
  startHour: 3,
  hours: 1.5,
  expected: [],
  play(simulation) {
    const task = runningTasks(simulation.fleet, simulation.from, 'httpd-login')[0]?.task;
    if (task === undefined) return;
    for (const minutes of [5, 40, 70]) busyTask(simulation, task, simulation.from + minutes * MINUTE);
    ordinaryLife(simulation);
  },
};
