import type { Scenario } from '../scenario';
import { cryptoMining } from './crypto-mining';
import { execAbuse } from './exec-abuse';
import { hiddenSchedule } from './hidden-schedule';
import { hiddenScheduleTwin } from './hidden-schedule-twin';
import { logTampering } from './log-tampering';
import { organizationBlinded } from './organization-blinded';
import { organizationBlindedTwin } from './organization-blinded-twin';
import { outboundSsh } from './outbound-ssh';
import { portOpenedThenProbed } from './port-opened-then-probed';
import { quietDay } from './quiet-day';
import { quietMonth } from './quiet-month';
import { slowTheft } from './slow-theft';
import { slowTheftTwin } from './slow-theft-twin';
import { sshBruteForce } from './ssh-brute-force';
import { sshFlood } from './ssh-flood';
import { sshSlowCampaign } from './ssh-slow-campaign';
import { ssoInsider } from './sso-insider';
import { ssoInsiderTwin } from './sso-insider-twin';
import { stolenTaskRole } from './stolen-task-role';
import { stolenTaskRoleTwin } from './stolen-task-role-twin';
import { supplyChainPush } from './supply-chain-push';
import { supplyChainPushTwin } from './supply-chain-push-twin';
import { workshopIncident } from './workshop-incident';

/** The scenarios in reading order: first what is normal, then the whole story, then its parts. */
export const SCENARIOS: readonly Scenario[] = [
  quietDay,
  workshopIncident,
  sshBruteForce,
  sshSlowCampaign,
  sshFlood,
  portOpenedThenProbed,
  outboundSsh,
  execAbuse,
  cryptoMining,
  logTampering,
  hiddenSchedule,
  stolenTaskRole,
  organizationBlinded,
  supplyChainPush,
  ssoInsider,
  slowTheft,
  // What looks alike and is harmless.
  hiddenScheduleTwin,
  stolenTaskRoleTwin,
  organizationBlindedTwin,
  supplyChainPushTwin,
  ssoInsiderTwin,
  slowTheftTwin,
  quietMonth,
];

export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';
}

/** @throws UnknownScenarioError naming those that exist */
export function findScenario(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (!found) {
    const known = SCENARIOS.map((scenario) => scenario.name).join(', ');
    throw new UnknownScenarioError(`no scenario named ${JSON.stringify(name)}; choose one of ${known}`);
  }
  return found;
}
