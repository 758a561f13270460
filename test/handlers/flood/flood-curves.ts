import { exampleRole } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { alarmEvent } from '../harness/alarm-events';
import type { RecordGroup } from './simulated-aws';
import { SimulatedChain } from './simulated-chain';

const EIGHT = 1_793_606_400_000;
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const MINUTE = 60_000;
const LONGEST_SESSION = 64;

/** How the flood is made, such that nobody waits for two minutes. */
export const FLOOD_KINDS = [
  'one session',
  'as many sessions',
  'twelve roles',
  'on the fast path as well',
] as const;
/** More roles than a search can leave out: it is read on in order of time. */
export const TOO_MANY_ROLES = 'forty roles';
export type FloodKind = (typeof FLOOD_KINDS)[number] | typeof TOO_MANY_ROLES;
const ROLES: Readonly<Partial<Record<FloodKind, number>>> = { 'twelve roles': 12, [TOO_MANY_ROLES]: 40 };

export interface FloodResult {
  readonly count: number;
  /** From when the other actor's record could be found to its message. */
  readonly delaySeconds: number;
  /** What the first message about the flood says. */
  readonly floodSaid: number | undefined;
  readonly messages: number;
  /** A message says that not all was read yet. */
  readonly isPartSaid: boolean;
  /** Of any kind, bytes. */
  readonly largestItem: number;
  readonly errors: readonly unknown[];
}

function flooder(role: number, session: string, eventID: string): CloudTrailRecord {
  const identity = exampleRole(`application-task-role-${role}`, session);
  const principalId = `AROAFLOODER${String(role).padStart(10, '0')}:${session}`;
  return { ...EXEC, userIdentity: { ...identity, principalId }, eventID };
}

function sessionOf(kind: FloodKind, index: number): string {
  return kind === 'one session'
    ? 'task'
    : `s-${index}-`.padEnd(LONGEST_SESSION, 'x').slice(0, LONGEST_SESSION);
}

/** The records of one role, as they are and as text: a million records differ in three places. */
function floodOf(kind: FloodKind, role: number): Required<Pick<RecordGroup, 'record' | 'text'>> {
  const idOf = (index: number) => `flood-${role}-${index}`;
  const parts = JSON.stringify({ ...flooder(role, '<session>', '<id>'), eventTime: '<time>' }).split(
    /(<session>|<id>|<time>)/,
  );
  return {
    record: (index) => flooder(role, sessionOf(kind, index), idOf(index)),
    text: (index, eventTime) => {
      const values: Readonly<Record<string, string>> = {
        '<session>': sessionOf(kind, index),
        '<id>': idOf(index),
        '<time>': eventTime,
      };
      let text = '';
      for (const part of parts) text += values[part] ?? part;
      return text;
    },
  };
}

/**
 * A flood of so many records behind one alarm, and one record of somebody else, which can be found so long after the
 * first run began: what that run no longer sees waits for the next.
 */
export async function playFlood(count: number, kind: FloodKind, afterSeconds = 1): Promise<FloodResult> {
  const chain = new SimulatedChain(EIGHT);
  const roles = ROLES[kind] ?? 1;
  for (let role = 0; role < roles; role += 1) {
    chain.logs.groups.push({
      count: Math.ceil(count / roles),
      at: EIGHT - 5 * MINUTE,
      spreadMilliseconds: MINUTE,
      deliveredAt: EIGHT,
      ...floodOf(kind, role),
    });
  }
  const deliveredAt = EIGHT + afterSeconds * 1_000;
  const other = { ...exampleRole('break-glass', 'ana'), principalId: 'AROAOTHERPERSON000000:ana' };
  const record: CloudTrailRecord = { ...EXEC, userIdentity: other, eventID: 'the-other' };
  chain.logs.groups.push({
    count: 1,
    at: EIGHT - 3 * MINUTE,
    spreadMilliseconds: 0,
    deliveredAt,
    record: () => record,
  });
  const isTold = () => chain.topic.messages.some(({ machine }) => machine.includes('the-other'));
  if (kind === 'on the fast path as well') {
    // As many as one environment takes until its principal has no more room, then some of the rest.
    for (let index = 0; index < Math.min(count, 26); index += 1) {
      await chain.invoke(viaEventBridge(floodOf(kind, 0).record(index)));
    }
  }
  await chain.invoke(alarmEvent([{ name: 'ecs-exec-session-opened', state: 'ALARM', at: EIGHT / 1000 }]));
  await chain.tickUntil(isTold, 15);
  const told = chain.topic.messages.find(({ machine }) => machine.includes('the-other'));
  // Whatever is left to say of the flood.
  await chain.tickUntil(() => chain.topic.messages.some(({ email }) => email.includes('\nFlood')), 3);
  const said = chain.topic.messages.flatMap(({ email }) => /at least (\d+) times/.exec(email)?.[1] ?? []);
  return {
    count,
    delaySeconds: told === undefined ? Number.POSITIVE_INFINITY : (told.at - deliveredAt) / 1000,
    floodSaid: said[0] === undefined ? undefined : Number(said[0]),
    messages: chain.topic.messages.length,
    isPartSaid: chain.topic.messages.some(({ email }) => email.includes('are more than one run reads')),
    largestItem: Math.max(...chain.tables.largest.values()),
    errors: chain.errors,
  };
}

/** As EventBridge hands it to a target. */
function viaEventBridge(detail: CloudTrailRecord): object {
  return { 'detail-type': 'AWS API Call via CloudTrail', detail };
}
