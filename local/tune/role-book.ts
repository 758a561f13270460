import { callerKindOf, roleOf } from '../../analysis/trail/caller';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { LogSink } from '../reading/log-sink';

/** What the records say of one role. */
export interface KnownRole {
  /** Exact ARN. */
  readonly arn: string;
  /** Days, as numbers since 1970, on which it called. */
  readonly days: Set<number>;
  calls: number;
}

const MOST_ROLES = 10_000;
const NO_ROLES: ReadonlySet<string> = new Set();

/** Looks at the records of a replay for the roles behind their sessions: neither people nor tasks nor AWS's own. */
export class RoleBook implements LogSink {
  /** By the ARN of a session. */
  readonly #bySession = new Map<string, KnownRole>();
  readonly #byArn = new Map<string, KnownRole>();

  cloudTrail(record: CloudTrailRecord): undefined {
    const arn = roleOf(record);
    const session = record.userIdentity?.arn;
    if (arn === undefined || session === undefined || callerKindOf(record, NO_ROLES) !== 'role')
      return undefined;
    const known = this.#byArn.get(arn) ?? { arn, days: new Set<number>(), calls: 0 };
    if (!this.#byArn.has(arn)) {
      if (this.#byArn.size >= MOST_ROLES) return undefined;
      this.#byArn.set(arn, known);
    }
    if (this.#bySession.size < MOST_ROLES * 10) this.#bySession.set(session, known);
    known.calls += 1;
    known.days.add(Math.floor(Date.parse(record.eventTime) / 86_400_000));
    return undefined;
  }

  flow(): undefined {
    return undefined;
  }

  window(): undefined {
    return undefined;
  }

  /** The role of a session. */
  of(session: string | undefined): KnownRole | undefined {
    return session === undefined ? undefined : this.#bySession.get(session);
  }
}
