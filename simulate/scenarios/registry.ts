import type { Scenario } from '../scenario';
import { cryptoMining } from './crypto-mining';
import { execAbuse } from './exec-abuse';
import { logTampering } from './log-tampering';
import { outboundSsh } from './outbound-ssh';
import { portOpenedThenProbed } from './port-opened-then-probed';
import { quietDay } from './quiet-day';
import { sshBruteForce } from './ssh-brute-force';
import { sshFlood } from './ssh-flood';
import { sshSlowCampaign } from './ssh-slow-campaign';
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
