import { OTHER_ACCOUNTS, writeBaseline } from '../attacks/blind-account';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { ACCOUNT } from '../fleet';
import type { Scenario } from '../scenario';

const BASELINE = 'landing-zone-baseline';
const ACCOUNTS = [ACCOUNT, ...OTHER_ACCOUNTS];

export const organizationBlindedTwin: Scenario = {
  name: 'organization-blinded-twin',
  description:
    'the landing zone writes the trails of three accounts anew, with a role that is named as deploying',
  startHour: 4,
  hours: 1,
  expected: [],
  alsoDeploys: ACCOUNTS.map((account) => `arn:aws:iam::${account}:role/${BASELINE}`),
  play(simulation) {
    for (const [index, account] of ACCOUNTS.entries()) {
      writeBaseline(simulation, account, BASELINE, simulation.from + (10 + index * 6) * MINUTE);
    }
    ordinaryLife(simulation);
  },
};
