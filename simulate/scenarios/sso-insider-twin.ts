import { readSecrets } from '../attacks/read-secrets';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import type { Scenario } from '../scenario';

export const ssoInsiderTwin: Scenario = {
  name: 'sso-insider-twin',
  description: 'a developer reads the two secrets of the service that they work on, again and again',
  startHour: 20,
  hours: 1.5,
  expected: [],
  play(simulation) {
    readSecrets(simulation, {
      person: 'dora',
      secrets: ['orders', 'orders-test', 'orders', 'orders-test', 'orders', 'orders'],
      at: simulation.from + 20 * MINUTE,
      everySeconds: 3 * MINUTE,
    });
    ordinaryLife(simulation);
  },
};
