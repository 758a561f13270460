import { FakeAws, type Left } from '../fake-aws/fake-aws';
import { VARIABLES } from '../harness/environment';
import type { Outcome } from '../harness/lambda';
import type { Subject } from './subject';
import type { World } from './world';

/** Nobody gives up an answer that a busy machine is late with … */
const PATIENT_MILLISECONDS = 10_000;
/** … but where none comes, each call waits four times for so long. */
export const IMPATIENT_MILLISECONDS = 1_500;

/** What the runs before the one that is put to the test left behind, by when they took place: the same each time. */
export type RunsBefore = Map<number, { readonly outcome: Outcome; readonly left: Left }>;

/**
 * The fake AWS with a memory, which answers at once.
 *
 * @param before runs that need not take place again; those that do are added
 */
export function fakeWorld(
  subject: Subject,
  patienceMilliseconds = PATIENT_MILLISECONDS,
  before: RunsBefore = new Map(),
): World {
  const aws = new FakeAws();
  return {
    server: aws,
    start: async (line) => {
      const endpoint = await aws.start(line);
      const CLIENT_TIMEOUT_MILLISECONDS = String(patienceMilliseconds);
      return { ...VARIABLES, ...subject.variables?.(endpoint), CLIENT_TIMEOUT_MILLISECONDS };
    },
    prepare: async (runAt) => {
      await subject.prepare(aws, async (seconds) => {
        const known = before.get(seconds);
        if (known === undefined) {
          const outcome = await runAt(seconds);
          before.set(seconds, { outcome, left: aws.left() });
          return outcome;
        }
        aws.restore(known.left);
        return known.outcome;
      });
      aws.published.length = 0;
    },
    passTime: async () => aws.queue.showAgain(),
    published: async () => aws.published,
    stop: () => aws.stop(),
  };
}
