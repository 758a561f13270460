import { readSecrets } from '../attacks/read-secrets';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { ACCOUNT } from '../fleet';
import type { Scenario } from '../scenario';

export const ssoInsider: Scenario = {
  name: 'sso-insider',
  description:
    'somebody of the company reads the secrets of every service with their own single sign-on session',
  startHour: 20,
  hours: 1.5,
  expected: ['secrets-read-widely-by-person'],
  play(simulation) {
    simulation.actors.push({
      who: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/dora@example.com`,
      role: 'attacker',
      what: 'collects secrets before leaving the company',
    });
    readSecrets(simulation, {
      person: 'dora',
      secrets: ['httpd-login', 'orders', 'billing', 'reports', 'payments', 'mail'],
      at: simulation.from + 20 * MINUTE,
      everySeconds: 3 * MINUTE,
    });
    ordinaryLife(simulation);
  },
};
