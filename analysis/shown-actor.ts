import type { Cause } from './cause';
import type { Finding } from './finding';

/** What is told where no record says who: silence, and several alarms at once. */
export const NOBODY = 'nobody by name';

/**
 * A caller as people are told it: `user mallory`, `role deploy (GitHubActions) (111122223333)`. Eight digits of a task's
 * id tell it apart.
 *
 * @param hasAccounts the records are of more than one account, so that a name alone does not say who
 */
export function shownCaller({ identity, account }: Cause, hasAccounts: boolean): string {
  const of = hasAccounts && account !== undefined ? ` (${account})` : '';
  return `${identity.replace(/\(([0-9a-f]{8})[0-9a-f]{24}\)$/, '($1…)')}${of}`;
}

/** The source of a finding in flow logs: its address, with the service where it is a task; or what many are at. */
export function shownSource({ source, targets, evidence }: Finding): string {
  if (source === '*') return `many sources on ${targets[0] ?? 'many targets'}`;
  const service = evidence['ecsService'];
  return typeof service === 'string' ? `task of ${service} (${source})` : source;
}
