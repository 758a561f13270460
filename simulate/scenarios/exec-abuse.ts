import { enableExec, executeCommand, sessionPastExec } from '../attacks/exec';
import { intruder } from '../attacks/intruder';
import { outbound } from '../attacks/task-shell-traffic';
import { ordinaryLife } from '../background/ordinary-life';
import { startServiceTask, stopServiceTask } from '../background/task-lifecycle';
import { MINUTE } from '../clock';
import { runningTasks } from '../fleet';
import type { Scenario } from '../scenario';

const CATCHER = '192.0.2.90';

export const execAbuse: Scenario = {
  name: 'exec-abuse',
  description:
    'shells are allowed on a service and opened twice, once past ECS Exec; the task then calls out',
  startHour: 22,
  hours: 1.5,
  expected: [
    'chain-exec-enabled-then-used',
    'ecs-exec-enabled',
    'ecs-exec-session-opened',
    'ecs-service-updated-outside-pipeline',
    'ecs-task-ssm-session-opened',
    'unusual-egress',
  ],
  play(simulation) {
    const { fleet, from } = simulation;
    const random = simulation.random.fork('exec');
    const who = intruder(simulation, 'mallory', '192.0.2.66', 'opens shells in a task of billing');
    enableExec(simulation, who, 'billing', from + 22 * MINUTE);
    const [old] = runningTasks(fleet, from, 'billing');
    if (!old) return;
    const eni = startServiceTask(simulation, 'billing', 0, from + 22 * MINUTE + 20);
    stopServiceTask(simulation, old, from + 25 * MINUTE);
    const { task } = eni;
    if (!task) return;
    executeCommand(simulation, who, task, from + 31 * MINUTE);
    sessionPastExec(simulation, who, task, from + 44 * MINUTE);
    simulation.actors.push(
      { who: eni.privateIp, role: 'target', what: 'task of billing with an intruder inside' },
      { who: CATCHER, role: 'attacker', what: "listens on port 4444 for the task's call" },
    );
    outbound(simulation, random, { eni, peer: CATCHER, port: 4444, at: from + 46 * MINUTE, seconds: 780 });
    ordinaryLife(simulation);
  },
};
