import type { CloudTrailRecord, UserIdentity } from '../../records/cloudtrail/cloudtrail-record';
import { describeIdentity } from '../describe-identity';
import { isObject } from './json-path';

/**
 * Who makes a call: somebody at a keyboard, a pipeline that is named as one, a container of ECS, AWS for itself, or
 * another role (an instance, a function, a pipeline that nobody named).
 */
export type CallerKind = (typeof CALLER_KINDS)[number];
export const CALLER_KINDS = ['person', 'deploy-role', 'task', 'service', 'role'] as const;

/** ECS names the session of a task's role by the task's id: 32 hexadecimal digits. */
const TASK_SESSION = /^[0-9a-f]{32}$/;
/** Users and root have keys or passwords; the others signed in at somebody's directory. */
const PEOPLE: ReadonlySet<string> = new Set([
  'IAMUser',
  'Root',
  'FederatedUser',
  'SAMLUser',
  'IdentityCenterUser',
]);
/** Only AWS can make a role under this path, so nobody can hide in it. */
const SERVICE_LINKED = ':role/aws-service-role/';
/** Identity Center makes these roles, and their sessions are named for people. */
export const SSO_ROLE = /:assumed-role\/AWSReservedSSO_/;

const ASSUMED = /:assumed-role\/([^/]+)\/(.+)$/;

/** The ARN of the role behind a session; undefined for users, root and services. */
export function roleOf(record: CloudTrailRecord): string | undefined {
  const { userIdentity } = record;
  if (userIdentity?.type !== 'AssumedRole') return undefined;
  const context = userIdentity['sessionContext'];
  const issuer = isObject(context) ? context['sessionIssuer'] : undefined;
  const arn = isObject(issuer) ? issuer['arn'] : undefined;
  return typeof arn === 'string' && arn !== '' ? arn : undefined;
}

/** Sessions by ARN: a few make most of the records. Forgotten together when there are too many. */
const SESSIONS = new Map<string, string | undefined>();
const MOST_SESSIONS = 4_096;

/** The name of an assumed role's session; undefined for everybody else. */
export function sessionOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const arn = userIdentity?.arn;
  if (arn === undefined) return undefined;
  if (SESSIONS.has(arn)) return SESSIONS.get(arn);
  if (SESSIONS.size >= MOST_SESSIONS) SESSIONS.clear();
  const session = ASSUMED.exec(arn)?.[2];
  SESSIONS.set(arn, session);
  return session;
}

/** The kind of caller. User agents, which callers write themselves, decide nothing. */
export function callerKindOf(record: CloudTrailRecord, deployRoles: ReadonlySet<string>): CallerKind {
  const { userIdentity } = record;
  const type = userIdentity?.type;
  if (userIdentity === undefined || type === 'AWSService') return 'service';
  if (PEOPLE.has(type ?? '')) return 'person';
  // A principal of another account: nothing is known of it but that it is none of ours.
  if (type === 'AWSAccount') return userIdentity.invokedBy === undefined ? 'role' : 'service';
  const role = roleOf(record);
  if (role !== undefined && deployRoles.has(role)) return 'deploy-role';
  if (role?.includes(SERVICE_LINKED) === true) return 'service';
  if (SSO_ROLE.test(userIdentity.arn ?? '') || record['sessionCredentialFromConsole'] === 'true')
    return 'person';
  const session = sessionOf(record);
  if (session !== undefined && TASK_SESSION.test(session)) return 'task';
  // A session that is named like a mail address was opened for somebody.
  return session?.includes('@') === true ? 'person' : 'role';
}

/** One actor of many records: the identity with its session, else the service or the address that it came from. */
export function actorOf({ userIdentity, sourceIPAddress }: CloudTrailRecord): string {
  return (
    userIdentity?.arn ??
    userIdentity?.principalId ??
    userIdentity?.invokedBy ??
    userIdentity?.accountId ??
    sourceIPAddress ??
    'unknown'
  );
}

/** The same over all its sessions: a user's ARN, or that of the role. */
export function principalOf(record: CloudTrailRecord): string {
  return roleOf(record) ?? actorOf(record);
}

/** Texts that stand in most records, each time anew: what is kept of millions of callers holds one of each. */
const SHARED = new Map<string, string>();
const MOST_SHARED = 4_096;
const LONGEST_SHARED = 256;

function shared(text: string | undefined): string | undefined {
  if (text === undefined || text.length > LONGEST_SHARED) return text;
  const known = SHARED.get(text);
  if (known !== undefined) return known;
  if (SHARED.size >= MOST_SHARED) SHARED.clear();
  SHARED.set(text, text);
  return text;
}

/** Where and with what a call was made. */
export interface CallPlace {
  readonly address: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly agent: string | undefined;
}

/** Who made a call, worked out once for all calls of one identity. */
export class Caller {
  readonly kind: CallerKind;
  /** The identity with its session. */
  readonly actor: string;
  /** The user or the role, over all its sessions. */
  readonly principal: string;
  readonly role: string | undefined;
  readonly session: string | undefined;
  /** `user mallory`. */
  readonly who: string;
  private latest: CallPlace | undefined;

  constructor(record: CloudTrailRecord, deployRoles: ReadonlySet<string>) {
    this.kind = callerKindOf(record, deployRoles);
    this.actor = actorOf(record);
    this.principal = principalOf(record);
    this.role = roleOf(record);
    this.session = sessionOf(record);
    this.who = describeIdentity(record.userIdentity);
  }

  /** Calls of one caller come from one place more often than not: what is kept of them shares its texts. */
  placeOf(record: CloudTrailRecord): CallPlace {
    const { sourceIPAddress: address, awsRegion: region, userAgent: agent } = record;
    const account = record.recipientAccountId ?? record.userIdentity?.accountId;
    const { latest } = this;
    if (
      latest !== undefined &&
      latest.address === address &&
      latest.account === account &&
      latest.region === region &&
      latest.agent === agent
    ) {
      return latest;
    }
    this.latest = { address, account: shared(account), region: shared(region), agent: shared(agent) };
    return this.latest;
  }
}

/** What of an identity decides who it is, beside its ARN. */
interface KnownCaller {
  readonly caller: Caller;
  readonly type: string | undefined;
  readonly role: string | undefined;
  readonly invokedBy: string | undefined;
  readonly userName: string | undefined;
  readonly fromConsole: unknown;
}

/**
 * Callers by ARN: a few make most of the records. What is remembered is believed only where everything else that
 * decides who it is says the same.
 */
export class Callers {
  readonly #deployRoles: ReadonlySet<string>;
  readonly #known = new Map<string, KnownCaller>();
  /** Services have no ARN; by their name. */
  readonly #services = new Map<string, Caller>();

  constructor(deployRoles: ReadonlySet<string>) {
    this.#deployRoles = deployRoles;
  }

  of(record: CloudTrailRecord): Caller {
    const { userIdentity } = record;
    const arn = userIdentity?.arn;
    if (arn === undefined) return this.#withoutArn(record);
    const { type, invokedBy, userName } = userIdentity as UserIdentity;
    const role = roleOf(record);
    const fromConsole = record['sessionCredentialFromConsole'];
    const known = this.#known.get(arn);
    if (
      known !== undefined &&
      known.type === type &&
      known.role === role &&
      known.invokedBy === invokedBy &&
      known.userName === userName &&
      known.fromConsole === fromConsole
    ) {
      return known.caller;
    }
    if (this.#known.size >= MOST_SESSIONS) this.#known.clear();
    const caller = new Caller(record, this.#deployRoles);
    this.#known.set(arn, { caller, type, role, invokedBy, userName, fromConsole });
    return caller;
  }

  #withoutArn(record: CloudTrailRecord): Caller {
    const { userIdentity } = record;
    const service = userIdentity?.invokedBy;
    const isService =
      service !== undefined && userIdentity?.type === 'AWSService' && userIdentity.principalId === undefined;
    if (!isService) return new Caller(record, this.#deployRoles);
    const known = this.#services.get(service);
    if (known !== undefined) return known;
    if (this.#services.size >= MOST_SESSIONS) this.#services.clear();
    const caller = new Caller(record, this.#deployRoles);
    this.#services.set(service, caller);
    return caller;
  }
}
