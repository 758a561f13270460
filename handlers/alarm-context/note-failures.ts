import { createHash } from 'node:crypto';
import { isoTime } from '../../analysis/iso-time';
import { messageOf } from '../../records/values/message-of';
import { boundedList } from '../state/bounded-list';
import { healthNotification } from '../tell/health-notification';
import { plainText } from '../tell/plain-text';
import type { AlarmTeller } from './alarm-teller';

/** What a run could not do for somebody, and why. */
export interface Failure {
  readonly what: string;
  readonly error: unknown;
}

/** Does something by itself: when it fails, that is noted under this name, and the rest goes on. */
export type Attempt = <T>(what: string, action: () => Promise<T>) => Promise<T | undefined>;

/** Some of what was to be told could not be; the rest was. */
export class TellingError extends Error {
  override readonly name = 'TellingError';
}

interface FailureItem {
  /** When the failures began, epoch seconds. */
  readonly since: number;
  readonly lastAt: number;
}

const KIND = 'failure';
const ID = 'alarm-context';
const KEPT_SECONDS = 86_400;
/** A run that fails is followed by others; whatever passes by itself within so long needs no message. */
const PATIENCE_SECONDS = 90;
/** Failures further apart than this are not one. */
const APART_SECONDS = 600;
const MOST_NAMED = { count: 10, bytes: 4_000 };

/**
 * Names what failed, in one message an hour, once it has failed for longer than a minute, and fails the run: Lambda
 * tries it again, and the alarm on the function's errors sounds.
 *
 * @throws TellingError when anything failed
 */
export async function noteFailures(failures: readonly Failure[], teller: AlarmTeller): Promise<void> {
  const [first] = failures;
  if (first === undefined) return;
  const named = failures.map(({ what, error }) => `${plainText(what, 200)}: ${plainText(messageOf(error))}`);
  const { kept, leftOut } = boundedList(named, MOST_NAMED);
  const lines = leftOut === 0 ? kept : [...kept, `and ${leftOut} more`];
  await tellFailures(failures.length, lines, teller).catch(() => undefined);
  throw new TellingError(
    `${failures.length} of what was to be told failed, the rest was told; the next run tries again: ${lines.join('; ')}`,
  );
}

async function tellFailures(count: number, lines: readonly string[], teller: AlarmTeller): Promise<void> {
  const { state, once, publish, context } = teller;
  const now = teller.now();
  const known = await state.get<FailureItem>(KIND, ID);
  const goesOn = known !== undefined && now < known.body.lastAt + APART_SECONDS;
  const since = goesOn ? known.body.since : now;
  await state.put(KIND, ID, { since, lastAt: now }, known?.version ?? 0, now + KEPT_SECONDS);
  if (now < since + PATIENCE_SECONDS) return;
  const hour = isoTime(now).slice(0, 13);
  const digest = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12);
  const id = `alarm-context/failed/${hour}/${digest}`;
  await once(`alarm-context/failed/${hour}`, async () => {
    await publish(
      healthNotification(
        {
          id,
          thread: 'alarm-context/failed',
          state: 'START',
          severity: 'high',
          at: now,
          title: 'Some alarms cannot be told',
          summary: `${count} messages have failed since ${isoTime(since)}; all others were sent`,
          next: 'harborwatch doctor',
          facts: [{ label: 'Failed', lines }],
          impact: 'Whoever or whatever is named here has no message yet; each minute it is tried again.',
        },
        context,
      ),
    );
    return { id };
  });
}
