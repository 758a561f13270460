import { groupBy } from '../../analysis/group-by';
import { canaryToken } from '../../deployment/canary';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { principalOf } from './principal';

/** 13,400 characters as JSON: a message of SNS has 256 KB. */
const MOST_TOKENS = 200;
const MOST_TOKENS_EACH = 5;

/**
 * The tokens of canary calls. Anybody may make such calls, and must not push out the chain check's: of each caller the
 * latest few are taken, everybody's latest before anybody's second.
 *
 * @param records in time order
 */
export function canaryTokens(records: readonly CloudTrailRecord[]): readonly string[] {
  return [...groupBy(records, principalOf).values()]
    .flatMap((own) =>
      own
        .flatMap(({ requestParameters }) => canaryToken(requestParameters?.['logGroupNamePrefix']) ?? [])
        .slice(-MOST_TOKENS_EACH)
        .toReversed()
        .map((token, rank) => ({ token, rank })),
    )
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_TOKENS)
    .map(({ token }) => token);
}
