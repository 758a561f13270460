import type { UserIdentity } from '../../records/cloudtrail/cloudtrail-record';
import { type ApiCall, call } from '../api-call';
import { user } from '../identities';
import type { Simulation } from '../simulation';

/** A person whose access key somebody else uses, from somewhere else. */
export interface Intruder {
  readonly by: UserIdentity;
  readonly from: string;
  readonly agent: string;
}

const AGENT = 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.7';

/** Puts an intruder on stage and into the labels. */
export function intruder(simulation: Simulation, userName: string, from: string, what: string): Intruder {
  const by = user(userName);
  simulation.actors.push({ who: by.arn ?? userName, role: 'attacker', what });
  simulation.actors.push({ who: from, role: 'attacker', what: `where ${userName}'s key is used` });
  return { by, from, agent: AGENT };
}

/** A call made with the stolen key. */
export function intrude(
  simulation: Simulation,
  who: Intruder,
  made: Omit<ApiCall, 'by' | 'from' | 'agent'>,
): void {
  call(simulation, { ...who, ...made });
}
