import type { CloudTrailRecord, JsonObject, JsonValue } from '../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../records/values/own-entry';
import { describeIdentity } from './describe-identity';
import type { Severity } from './finding';
import { internetOpenings } from './trail/internet-openings';
import {
  LAST_PORT,
  type OpenedRule,
  PORT_OPENING_CALLS,
  rulesClosedBy,
  rulesOpenedBy,
} from './trail/opened-rules';

/** Something that somebody began and that no later record ends. */
export interface OpenEnd {
  /** What is still so, as the end of "still open: …": `a shell in task ee70…`. */
  readonly what: string;
  /** How much it matters that it still is: logs that are cut blind everything else. */
  readonly severity: Severity;
  /** Epoch seconds. */
  readonly since: number;
  /** Who began it, in the words of `describeIdentity`. */
  readonly by: string;
  readonly eventId: string | undefined;
  /** In which account it is so; a name means something else in another. */
  readonly account: string | undefined;
}

/** A call that begins or ends something; the key joins the two. */
interface Turn {
  readonly key: string;
  readonly what?: string;
}

type ReadTurn = (
  request: JsonObject,
  response: JsonObject,
  record: CloudTrailRecord,
) => Turn | readonly Turn[] | undefined;

/**
 * How many things are watched at once: what begins after that is counted and not watched, since whoever writes the
 * logs could begin any number of them.
 */
const MOST_WATCHED = 10_000;

/**
 * What is still so at the end of the records: sessions without an end, ports left open, logging that stays cut. Takes
 * successful calls in any order; an end counts where it is later than its beginning.
 */
export class OpenEnds {
  readonly #begun = new Map<string, OpenEnd>();
  readonly #ended = new Map<string, number>();
  #notWatched = 0;

  /** @param at epoch seconds */
  add(record: CloudTrailRecord, at: number): void {
    if (record.errorCode !== undefined || !NAMES.has(record.eventName)) return;
    const call = `${record.eventSource.split('.')[0]}:${record.eventName}`;
    const request = record.requestParameters ?? {};
    const response = record.responseElements ?? {};
    for (const begin of turnsOf(ownEntry(BEGINS, call)?.(request, response, record))) {
      this.#begin(begin, ownEntry(SEVERITY_OF, call) ?? 'high', record, at);
    }
    for (const end of turnsOf(ownEntry(ENDS, call)?.(request, response, record))) {
      this.#end(inAccount(end.key, record), at);
    }
  }

  /** In order of time; the last beginning of each counts. */
  stillOpen(): readonly OpenEnd[] {
    return [...this.#begun]
      .filter(([key, { since }]) => (this.#ended.get(key) ?? Number.NEGATIVE_INFINITY) < since)
      .map(([, open]) => open)
      .sort((one, other) => one.since - other.since);
  }

  /** How many beginnings were not watched. */
  get notWatched(): number {
    return this.#notWatched;
  }

  #begin(turn: Turn, severity: Severity, record: CloudTrailRecord, at: number): void {
    const { what = turn.key } = turn;
    const key = inAccount(turn.key, record);
    const known = this.#begun.get(key);
    if (known !== undefined && known.since >= at) return;
    if (known === undefined && this.#begun.size >= MOST_WATCHED) {
      this.#notWatched += 1;
      return;
    }
    const by = describeIdentity(record.userIdentity);
    const account = accountOf(record);
    this.#begun.set(key, { what, severity, since: at, by, eventId: record.eventID, account });
  }

  #end(key: string, at: number): void {
    const known = this.#ended.get(key);
    if (known === undefined && this.#ended.size >= MOST_WATCHED) return;
    if (known === undefined || known < at) this.#ended.set(key, at);
  }
}

const turnsOf = (turns: ReturnType<ReadTurn>): readonly Turn[] =>
  turns === undefined ? [] : 'key' in turns ? [turns] : turns;

const accountOf = ({ recipientAccountId, userIdentity }: CloudTrailRecord): string | undefined =>
  recipientAccountId ?? userIdentity?.accountId;

/** Two accounts may each have a trail of one name; starting the one does not start the other. */
const inAccount = (key: string, record: CloudTrailRecord): string => `${accountOf(record)} ${key}`;

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const last = (name: string): string => name.split(/[/:]/).at(-1) ?? name;

/** A turn of the thing that a member of the request names. */
function named(kind: string, member: string, what?: (name: string) => string): ReadTurn {
  return (request) => {
    const name = text(request[member]);
    if (name === undefined) return undefined;
    const short = last(name);
    return { key: `${kind} ${short}`, ...(what !== undefined && { what: what(short) }) };
  };
}

const sessionKey: ReadTurn = (request) => {
  const id = text(request['sessionId']);
  return id === undefined ? undefined : { key: `session ${id}` };
};

/** ECS gives the session's id in its answer, with the task in the request. */
const execSession: ReadTurn = (request, response) => {
  const session = response['session'] as JsonObject | null | undefined;
  const id = text(session?.['sessionId']) ?? text(response['sessionId']);
  const target = text(request['task']) ?? text(request['target']);
  if (id === undefined || target === undefined) return undefined;
  // A target of Session Manager is `ecs:<cluster>_<task>_<runtime>`, or an instance.
  const [, task] = /^ecs:[^_]+_([^_]+)_/.exec(target) ?? [];
  const where =
    text(request['task']) !== undefined || task !== undefined ? `task ${task ?? last(target)}` : target;
  return { key: `session ${id}`, what: `a shell in ${where}` };
};

/** What opens a group to everybody, by all rules of the call together; the group and its ports are what is open. */
const openedGroup: ReadTurn = (_, __, record) => portsOf(rulesOpenedBy(record));

/** A rule that is revoked by its id alone has no ports in the record, unless the answer has them. */
const closedGroup: ReadTurn = (_, __, record) =>
  portsOf(rulesClosedBy(record).filter((rule) => 'range' in rule));

function portsOf(rules: readonly OpenedRule[]): readonly Turn[] {
  return internetOpenings(rules).flatMap(({ groupId, protocol, fromPort, toPort }) => {
    if (groupId === undefined) return [];
    const ports =
      protocol === '-1' || (fromPort === 0 && toPort === LAST_PORT)
        ? 'all ports'
        : fromPort === toPort
          ? `port ${fromPort}`
          : `ports ${fromPort} to ${toPort}`;
    const key = `group ${groupId} ${protocol} ${fromPort}-${toPort}`;
    return { key, what: `${ports} of ${groupId} to the internet` };
  });
}

const flowLogs: ReadTurn = (request) => {
  const list = (request['DeleteFlowLogsRequest'] ?? {}) as JsonObject;
  const ids = list['FlowLogId'];
  const first = Array.isArray(ids) ? ids[0] : ids;
  const id = text((first as JsonObject | undefined)?.['content']) ?? text(first as JsonValue) ?? 'a VPC';
  return { key: `flow log ${id}`, what: `no flow log ${id}` };
};

const trail = (what?: (name: string) => string) => named('trail', 'name', what);
const key = (what?: (name: string) => string) => named('key', 'keyId', what);
const rule = (what?: (name: string) => string) => named('rule', 'name', what);

const BEGINS: Readonly<Record<string, ReadTurn>> = {
  'ecs:ExecuteCommand': execSession,
  'ssm:StartSession': execSession,
  ...Object.fromEntries(PORT_OPENING_CALLS.names.map((name) => [`ec2:${name}`, openedGroup])),
  'cloudtrail:StopLogging': trail((name) => `trail ${name} is stopped`),
  'cloudtrail:DeleteTrail': trail((name) => `trail ${name} is deleted`),
  'ec2:DeleteFlowLogs': flowLogs,
  'kms:DisableKey': key((name) => `key ${name} is disabled`),
  'kms:ScheduleKeyDeletion': key((name) => `key ${name} is to be deleted`),
  'events:DisableRule': rule((name) => `rule ${name} is disabled`),
  'monitoring:DisableAlarmActions': (request) => {
    const names = request['alarmNames'];
    const name = text(Array.isArray(names) ? names[0] : names);
    return name === undefined ? undefined : { key: `alarm ${name}`, what: `alarm ${name} tells nobody` };
  },
  'iam:CreateAccessKey': (request, response, record) => {
    const made = response['accessKey'] as JsonObject | null | undefined;
    const id = text(made?.['accessKeyId']);
    const user = text(request['userName']) ?? record.userIdentity?.userName ?? 'the caller';
    return id === undefined ? undefined : { key: `access key ${id}`, what: `access key ${id} of ${user}` };
  },
  'iam:CreateUser': named('user', 'userName', (name) => `user ${name}`),
};

const SEVERITY_OF: Readonly<Record<string, Severity>> = {
  'cloudtrail:StopLogging': 'critical',
  'cloudtrail:DeleteTrail': 'critical',
  'ec2:DeleteFlowLogs': 'critical',
  'kms:ScheduleKeyDeletion': 'critical',
};

const ENDS: Readonly<Record<string, ReadTurn>> = {
  'ssm:TerminateSession': sessionKey,
  'ec2:RevokeSecurityGroupIngress': closedGroup,
  'cloudtrail:StartLogging': trail(),
  'cloudtrail:CreateTrail': trail(),
  'kms:EnableKey': key(),
  'kms:CancelKeyDeletion': key(),
  'events:EnableRule': rule(),
  'monitoring:EnableAlarmActions': (request) => {
    const names = request['alarmNames'];
    const name = text(Array.isArray(names) ? names[0] : names);
    return name === undefined ? undefined : { key: `alarm ${name}` };
  },
  'iam:DeleteAccessKey': named('access key', 'accessKeyId'),
  'iam:DeleteUser': named('user', 'userName'),
};

/** Names of all these calls: most records are none of them, which is told before a key is written. */
const NAMES: ReadonlySet<string> = new Set(
  [...Object.keys(BEGINS), ...Object.keys(ENDS)].map((call) => call.slice(call.indexOf(':') + 1)),
);
