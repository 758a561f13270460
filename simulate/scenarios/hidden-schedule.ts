import { intruder } from '../attacks/intruder';
import { scheduledWorker } from '../attacks/scheduled-worker';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import type { Scenario } from '../scenario';

export const hiddenSchedule: Scenario = {
  name: 'hidden-schedule',
  description: 'a stolen key registers a foreign image and a schedule that keeps starting it',
  startHour: 1,
  hours: 2,
  expected: [
    'chain-hidden-schedule-then-tasks',
    'ecs-foreign-image-defined',
    'ecs-task-definition-registered-outside-pipeline',
    'task-scheduled-by-hand',
  ],
  play(simulation) {
    const by = intruder(simulation, 'mallory', '192.0.2.66', 'hides a worker behind a schedule');
    scheduledWorker(simulation, {
      by,
      family: 'log-cleaner',
      image: 'docker.io/logtools/cleaner:latest',
      role: 'log-cleaner-schedule',
      at: simulation.from + 12 * MINUTE,
      everySeconds: 30 * MINUTE,
      runs: 3,
    });
    ordinaryLife(simulation);
  },
};
