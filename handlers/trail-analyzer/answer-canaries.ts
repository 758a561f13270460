import { createHash } from 'node:crypto';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { isoTime } from '../../analysis/iso-time';
import { CANARY_ID, CANARY_PATTERN } from '../../deployment/canary';
import { canaryTokens } from '../alarm-context/canary-tokens';
import { canaryMessage } from '../tell/canary-message';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';
import type { ReadRecord, ReadRecords } from './records-in';

const CANARY = parseFilterPattern(CANARY_PATTERN);

export interface CanaryAnswering {
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
}

/** Is it a call of the chain check's? */
export function isCanary(record: ReadRecord['record']): boolean {
  return CANARY.matchesRecord(record);
}

/**
 * Answers the chain check's calls where no metric filter counts them: a trail that delivers to a bucket only. One
 * message says of a batch which calls were in it, for the chain check and no person to read, however many there are.
 *
 * @returns how many messages were published
 */
export async function answerCanaries(
  { records }: Pick<ReadRecords, 'records'>,
  { once, publish }: CanaryAnswering,
): Promise<number> {
  const calls = [...records]
    .map(({ record }) => record)
    .filter(isCanary)
    .sort((one, other) => Date.parse(one.eventTime) - Date.parse(other.eventTime));
  const tokens = canaryTokens(calls);
  const last = calls.at(-1);
  if (last === undefined || tokens.length === 0) return 0;
  const at = Date.parse(last.eventTime) / 1000;
  const digest = createHash('sha256').update(tokens.join(' ')).digest('hex').slice(0, 12);
  const id = `${CANARY_ID}/${isoTime(at)}/${digest}`;
  await once(id, async () => {
    await publish(canaryMessage(id, at, tokens));
    return { id };
  });
  return 1;
}
