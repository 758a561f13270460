import { blindAccount, OTHER_ACCOUNTS } from '../attacks/blind-account';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { ACCOUNT } from '../fleet';
import type { Scenario } from '../scenario';

export const organizationBlinded: Scenario = {
  name: 'organization-blinded',
  description:
    'one role of the organisation stops trails and deletes detectors in three accounts, then the logs',
  startHour: 4,
  hours: 1,
  expected: [
    'chain-logging-cut-then-destruction',
    'detectors-disabled',
    'log-bucket-weakened',
    'trail-stopped',
    'watching-cut-in-many-accounts',
  ],
  expectedLow: ['cis-cloudwatch-5-trail-config-changed'],
  play(simulation) {
    for (const [index, account] of [ACCOUNT, ...OTHER_ACCOUNTS].entries()) {
      blindAccount(simulation, account, simulation.from + (10 + index * 6) * MINUTE);
      simulation.actors.push({
        who: `arn:aws:sts::${account}:assumed-role/OrganizationAccountAccessRole/ops`,
        role: 'attacker',
        what: 'blinds an account of the organisation',
      });
    }
    ordinaryLife(simulation);
  },
};
