import { parseFilterPattern } from '../../analysis/filter-pattern';
import { isoTime } from '../../analysis/iso-time';
import { CANARY_ID, CANARY_PATTERN, canaryToken } from '../../deployment/canary';
import { canaryMessage } from '../tell/canary-message';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';
import type { ReadRecords } from './records-in';

const CANARY = parseFilterPattern(CANARY_PATTERN);
/** A UUID, with room. */
const LONGEST_TOKEN = 64;
/** Anybody may make such calls. */
const MOST_MESSAGES = 20;

export interface CanaryAnswering {
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
}

/**
 * Answers the chain check's calls where no metric filter counts them: a trail that delivers to a bucket only. The
 * message says which call it is about, for the chain check and no person to read; each is answered once.
 *
 * @returns how many messages were published
 */
export async function answerCanaries(
  { records }: Pick<ReadRecords, 'records'>,
  { once, publish }: CanaryAnswering,
): Promise<number> {
  const calls = records
    .filter(({ record }) => CANARY.matchesRecord(record))
    .flatMap(({ record }) => {
      const token = canaryToken(record.requestParameters?.['logGroupNamePrefix']);
      return token === undefined || token.length > LONGEST_TOKEN
        ? []
        : [{ token, at: Date.parse(record.eventTime) / 1000 }];
    })
    .slice(-MOST_MESSAGES);
  for (const { token, at } of calls) {
    const id = `${CANARY_ID}/${isoTime(at)}/${token}`;
    await once(id, async () => {
      await publish(canaryMessage(id, at, [token]));
      return { id };
    });
  }
  return calls.length;
}
