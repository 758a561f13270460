import { isoTime } from '../../analysis/iso-time';
import { boundedList } from '../state/bounded-list';
import type { Reporting } from '../stories/reporting';
import { healthNotification } from '../tell/health-notification';
import { plainText } from '../tell/plain-text';
import type { Overdue } from './take-turns';

/** There was no time for all that an event holds; it has to come again. */
export class OverdueError extends Error {
  override readonly name = 'OverdueError';
}

const MOST_NAMED = { count: 10, bytes: 2_000 };
const MOST_KEY = 200;

/**
 * Tells what there was no time for, in one message an hour, lets the next try go on from there, and fails the event,
 * so that it comes again: by Lambda's tries, or by the queue. To be called once all that was found has been told.
 *
 * @throws OverdueError always
 */
export async function tellOverdue(overdue: Overdue, reporting: Reporting): Promise<never> {
  const { count, first, byRule, goOnFromHere } = overdue;
  await goOnFromHere();
  const { once, publish, context } = reporting;
  const at = reporting.now() / 1000;
  const id = `trail-analyzer/overdue/${isoTime(at).slice(0, 13)}`;
  const rules = [...byRule].map(([rule, keys]) => `${rule}: ${keys}`);
  const { kept, leftOut } = boundedList(rules, MOST_NAMED);
  const named = `${first.rule} for ${plainText(first.key, MOST_KEY)}`;
  await once(id, async () => {
    await publish(
      healthNotification(
        {
          id,
          thread: 'trail-analyzer/overdue',
          state: 'START',
          severity: 'high',
          at,
          title: 'API records come faster than they are judged',
          summary: `of one delivery ${count} ${count === 1 ? 'key is' : 'keys are'} not judged yet, the first ${named}; what came before is told, and the delivery comes again for the rest`,
          next: 'harborwatch doctor',
          facts: [
            { label: 'First', lines: [named] },
            { label: 'Not judged', lines: leftOut === 0 ? kept : [...kept, `and ${leftOut} more rules`] },
          ],
          impact:
            'A flood of names may be there to hide somebody: the worst severity is judged first, and each principal once before anybody twice. If the tries do not suffice, the delivery is kept with the failed ones, whose alarm sounds.',
        },
        context,
      ),
    );
    return { id };
  });
  throw new OverdueError(
    `${count} keys were not judged in time, the first ${named}; what came before was told, and the event comes again`,
  );
}
