import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { type Caller, SSO_ROLE } from './caller';
import { isObject } from './json-path';
import { networkOf, ONE_MACHINE } from './networks';

/** EC2 names the session of an instance's role by the instance. */
const INSTANCE_SESSION = /^i-[0-9a-f]{8,17}$/;

const identityCenterUser = (session: string) => `Identity Center user ${session}`;

/** One person, whichever role of Identity Center they work with; for everybody else the identity with its session. */
export function personOf({ actor, session }: Pick<Caller, 'actor' | 'session'>): string {
  return session !== undefined && SSO_ROLE.test(actor) ? identityCenterUser(session) : actor;
}

/**
 * What the acts of one person have in common, though the session has another name each time; several keys, each of which
 * is enough:
 *
 * * the identity with its session;
 * * the role and the machine that uses it. The name of a session is free to choose, a library makes up a new one each
 *   time, and roles are shared: whoever uses the same role from the same address is taken for one. Not where the name says
 *   who it is: Identity Center, consoles and mail addresses name people, ECS and EC2 name machines, and behind an office's
 *   one address many people have one role. Nor for roles that deploy: many runs of a pipeline are not one act.
 * * the name in Identity Center, which its roles' sessions are called by and nobody can choose: one person has several
 *   such roles, in several accounts.
 * * the source identity, which whoever takes on a role cannot change and which stays from role to role (IAM User Guide,
 *   "Monitor and control actions taken with assumed roles").
 *
 * @param address where the call came from, if that is known
 */
export function threadsOf(
  { actor, kind, session }: Pick<Caller, 'actor' | 'kind' | 'session'>,
  { userIdentity }: Pick<CloudTrailRecord, 'userIdentity'>,
  address: string | undefined,
): readonly string[] {
  if (session === undefined || kind === 'service' || kind === 'deploy-role') return [actor];
  const threads = [actor];
  const context = userIdentity?.['sessionContext'];
  const source = isObject(context) ? context['sourceIdentity'] : undefined;
  if (typeof source === 'string' && source !== '') threads.push(`source identity ${source}`);
  if (kind === 'person' && SSO_ROLE.test(actor)) threads.push(identityCenterUser(session));
  if (kind !== 'role' || INSTANCE_SESSION.test(session)) return threads;
  const machine = networkOf(address, ONE_MACHINE);
  if (machine !== undefined) threads.push(`${actor.slice(0, -session.length - 1)} from ${machine}`);
  return threads;
}
