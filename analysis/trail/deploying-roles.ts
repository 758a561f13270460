import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../../records/values/own-entry';
import { callerKindOf, roleOf } from './caller';

/** Calls that change what runs, and that nobody but a deployment makes day after day. */
export const DEPLOYMENT_CALLS: Readonly<Record<string, readonly string[]>> = {
  'cloudformation.amazonaws.com': ['CreateStack', 'UpdateStack', 'ExecuteChangeSet', 'CreateChangeSet'],
  'ecs.amazonaws.com': ['RegisterTaskDefinition', 'UpdateService', 'CreateService'],
  'ecr.amazonaws.com': ['PutImage'],
  'lambda.amazonaws.com': ['UpdateFunctionCode20150331v2', 'PublishVersion20150331'],
  'codedeploy.amazonaws.com': ['CreateDeployment'],
};

/** A role whose calls look like those of a pipeline. */
export interface DeployingRole {
  readonly arn: string;
  readonly calls: number;
  readonly days: number;
}

const DAY = 86_400;
/** Whoever has come into an account is there for a night or two; a pipeline comes again. */
const LEAST_DAYS = 3;
/** Roles of an account that are looked at; there are some hundreds. */
const MOST_ROLES = 2_000;
const MOST_DAYS = 400;
const MOST_PROPOSED = 5;
const NO_ROLES: ReadonlySet<string> = new Set();

/** Finds roles that deploy regularly, to be proposed to somebody who knows them, and never to be believed. */
export class DeployingRoles {
  readonly #roles = new Map<string, { calls: number; readonly days: Set<number> }>();

  /** @param at epoch seconds */
  add(record: CloudTrailRecord, at: number): void {
    if (ownEntry(DEPLOYMENT_CALLS, record.eventSource)?.includes(record.eventName) !== true) return;
    if (record.errorCode !== undefined) return;
    const arn = roleOf(record);
    if (arn === undefined || callerKindOf(record, NO_ROLES) !== 'role') return;
    const known = this.#roles.get(arn) ?? { calls: 0, days: new Set() };
    if (!this.#roles.has(arn) && this.#roles.size >= MOST_ROLES) return;
    known.calls += 1;
    if (known.days.size < MOST_DAYS) known.days.add(Math.floor(at / DAY));
    this.#roles.set(arn, known);
  }

  /** Those that deployed on at least three days, the busiest first; at most five. */
  proposed(): readonly DeployingRole[] {
    return [...this.#roles]
      .map(([arn, { calls, days }]) => ({ arn, calls, days: days.size }))
      .filter(({ days }) => days >= LEAST_DAYS)
      .toSorted(
        (one, other) => other.days - one.days || other.calls - one.calls || (one.arn < other.arn ? -1 : 1),
      )
      .slice(0, MOST_PROPOSED);
  }
}

/** `arn:aws:iam::111122223333:role/deploy (212 calls on 19 days)`. */
export function describeDeployingRole({ arn, calls, days }: DeployingRole): string {
  return `${arn} (${calls} calls on ${days} days)`;
}
