import type { CloudTrailRecord } from '../records/cloudtrail/cloudtrail-record';
import { callTarget } from './call-target';
import { describeIdentity } from './describe-identity';

/** A record behind an alarm: as much of it as a person needs to act, and the id to find the rest by. */
export interface Cause {
  /** CloudTrail's event id; where a record has none, the place it was read from. */
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number;
  /** Service and call: `ecs:ExecuteCommand`. */
  readonly call: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
  /** `user mallory`, `role deploy-pipeline (GitHubActions)`, `root`, `ecs.amazonaws.com`. */
  readonly identity: string;
  readonly identityArn: string | undefined;
  /** An address, or the name of the AWS service that made the call. */
  readonly sourceAddress: string | undefined;
  readonly errorCode: string | undefined;
  /** What the call was about, as `callTarget` says it. */
  readonly target: string | undefined;
  /** File and line that the record was read from; undefined where a finding has kept no more than its id. */
  readonly place: string | undefined;
}

/** Takes what a person needs from the record; `at` in epoch seconds, `place` stands in for a missing event id. */
export function toCause(record: CloudTrailRecord, at: number, place: string): Cause {
  return {
    eventId: record.eventID ?? place,
    at,
    call: `${record.eventSource.replace(/\.amazonaws\.com$/, '')}:${record.eventName}`,
    region: record.awsRegion,
    account: record.recipientAccountId ?? record.userIdentity?.accountId,
    identity: describeIdentity(record.userIdentity),
    identityArn: record.userIdentity?.arn,
    sourceAddress: record.sourceIPAddress,
    errorCode: record.errorCode,
    target: callTarget(record),
    place,
  };
}
