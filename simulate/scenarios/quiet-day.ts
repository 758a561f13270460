import { adminSsh } from '../background/admin-ssh';
import { scale } from '../background/autoscaling';
import { consoleSession } from '../background/console-session';
import { deploy } from '../background/deploy';
import { ordinaryLife } from '../background/ordinary-life';
import { HOUR, MINUTE } from '../clock';
import type { Scenario } from '../scenario';

export const quietDay: Scenario = {
  name: 'quiet-day',
  description: 'a day on which nothing happens: deploys, scaling, people at work, and the internet knocking',
  startHour: 0,
  hours: 24,
  expected: [],
  expectedLow: ['ecs-task-definition-registered'],
  play(simulation) {
    const { from } = simulation;
    consoleSession(simulation, 'alice', from + 9 * HOUR + 4 * MINUTE, 50);
    deploy(simulation, 'orders', from + 10 * HOUR + 12 * MINUTE);
    scale(simulation, 'orders', from + 13 * HOUR + 7 * MINUTE, 4);
    adminSsh(simulation, from + 14 * HOUR + 31 * MINUTE, 22 * MINUTE);
    deploy(simulation, 'httpd-login', from + 16 * HOUR + 3 * MINUTE);
    scale(simulation, 'orders', from + 19 * HOUR + 42 * MINUTE, 2);
    ordinaryLife(simulation);
  },
};
