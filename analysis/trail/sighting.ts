import type { FlowRecord } from '../../records/flow-logs/flow-record';
import { textAt } from './json-path';
import type { TrailCall } from './trail-call';

/** As much of a record as a finding needs to be judged, told and checked; plain data, so that a table can keep it. */
export interface Sighting {
  /** CloudTrail's id of the record, or what stands in for it: equal ids are one record. */
  readonly id: string;
  /** Epoch seconds. */
  readonly at: number;
  /** Position of the chain's step; 0 for everything that has one step. */
  readonly step: number;
  /** `ecs:ExecuteCommand`; `flow` for a flow record. */
  readonly call: string;
  readonly actor: string;
  /** `user mallory`. */
  readonly who: string;
  readonly address?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly agent?: string | undefined;
  readonly error?: string | undefined;
  /** What the call was about: a group, a role, a task. */
  readonly target?: string | undefined;
  /** What the test saw. */
  readonly says?: string | undefined;
  /** What is counted, or new. */
  readonly value?: string | undefined;
}

/** Members of requests that name what a call is about, the most telling first. */
const TARGETS = [
  'groupId',
  'task',
  'service',
  'family',
  'secretId',
  'roleName',
  'userName',
  'roleArn',
  'policyArn',
  'repositoryName',
  'functionName',
  'bucketName',
  'keyId',
  'instanceId',
  'cluster',
  'taskDefinition',
  'logGroupName',
  'logGroupIdentifier',
  'alarmName',
  'rule',
  'topicArn',
  'subscriptionArn',
  'queueUrl',
  'tableName',
  'workGroup',
  'stackName',
  'trailName',
  'resourceArn',
  'aliasName',
  'name',
] as const;

/** Requests hold texts of any length, written by anybody. */
const MOST_TEXT = 200;
/** Longer than any ARN of IAM: a path of 512 characters and a name of 64 (IAM and STS quotas). */
const MOST_ACTOR = 640;

const RANK: ReadonlyMap<string, number> = new Map(TARGETS.map((name, rank) => [name, rank]));

/** The name of what a call is about, where its request has one. */
export function targetOf({ requestParameters: request }: TrailCall['record']): string | undefined {
  if (request === undefined || request === null) return undefined;
  const modified = textAt(request, 'ModifySecurityGroupRulesRequest.GroupId');
  if (modified !== undefined) return modified.slice(0, MOST_TEXT);
  let target: string | undefined;
  let best: number = TARGETS.length;
  // Requests have few members, and there are many names: the members are gone through.
  for (const name in request) {
    const rank = RANK.get(name) ?? best;
    const value = rank < best ? request[name] : undefined;
    if (typeof value !== 'string' || value === '') continue;
    target = value;
    best = rank;
  }
  return target?.slice(0, MOST_TEXT);
}

/** What a sighting keeps of a record. */
export function sightingOf(
  { record, at, by, name }: TrailCall,
  step: number,
  says?: string,
  value?: string,
): Sighting {
  const { address, account, region, agent } = by.placeOf(record);
  return {
    id: shortId(idOf(record)),
    at,
    step,
    call: cut(name),
    actor: by.actor.length <= MOST_ACTOR ? by.actor : by.actor.slice(0, MOST_ACTOR),
    who: cut(by.who),
    address: cut(address),
    account: cut(account),
    region: cut(region),
    agent: cut(agent),
    error: cut(record.errorCode),
    target: targetOf(record),
    says: cut(says),
    value: cut(value),
  };
}

/** An id of any length as one that is told apart as well as it. */
function shortId(id: string): string {
  return id.length <= MOST_TEXT ? id : `${id.slice(0, MOST_TEXT - 20)} ${digestOf(id)}`;
}

function cut<T extends string | undefined>(text: T): T {
  return (text === undefined || text.length <= MOST_TEXT ? text : text.slice(0, MOST_TEXT)) as T;
}

/** A flow record as a step of a chain. */
export function flowSighting(
  flow: FlowRecord,
  at: number,
  step: number,
  says: string,
  value: string,
): Sighting {
  const source = flow.pktSrcaddr ?? flow.srcaddr ?? '-';
  return {
    id: `${flow.interfaceId ?? '-'} ${source}:${flow.srcport ?? '-'} ${flow.dstaddr ?? '-'}:${flow.dstport ?? '-'} ${at}`,
    at,
    step,
    call: 'flow',
    actor: source,
    who: source,
    address: source,
    target: flow.pktDstaddr ?? flow.dstaddr,
    says,
    value,
  };
}

/** Of no cryptographic use (FNV-1a, twice 32 bits): it tells apart what one actor did within one second. */
function digestOf(text: string): string {
  let one = 0x811c9dc5;
  let other = 0xcbf29ce4;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x01000197);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** CloudTrail's id; a record without one is told by what it says. */
export function idOf(record: TrailCall['record']): string {
  const { eventID, eventTime, eventSource, eventName } = record;
  if (eventID !== undefined && eventID !== '') return eventID;
  return `${eventTime} ${eventSource} ${eventName} ${textAt(record, 'requestID') ?? digestOf(JSON.stringify(record))}`;
}

/**
 * In time; within a second, which is all that CloudTrail tells, in the order of a chain's steps, then by id, and by what one
 * record says where it says several things, so that the same records give the same findings in any order.
 */
export function inTime(one: Sighting, other: Sighting): number {
  return (
    one.at - other.at ||
    one.step - other.step ||
    inWords(one.id, other.id) ||
    inWords(one.value ?? '', other.value ?? '')
  );
}

function inWords(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `2026-11-02T08:15:00Z ecs:ExecuteCommand by user mallory from 192.0.2.66, opens … (id)`. */
export function sightingLine({ id, at, call, who, address, region, error, target, says }: Sighting): string {
  const time = new Date(at * 1000).toISOString().replace('.000', '');
  return [
    `${time} ${call}`,
    error === undefined ? '' : ` refused (${error})`,
    target === undefined ? '' : ` on ${target}`,
    ` by ${who}`,
    address === undefined ? '' : ` from ${address}`,
    region === undefined ? '' : ` in ${region}`,
    says === undefined ? '' : `, ${says}`,
    ` (${id})`,
  ].join('');
}
