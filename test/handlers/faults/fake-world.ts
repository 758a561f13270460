import { VARIABLES } from '../environment';
import { FakeAws } from '../fake-aws/fake-aws';
import type { Subject } from './subject';
import type { World } from './world';

/** Nobody gives up an answer that a busy machine is late with … */
const PATIENT_MILLISECONDS = 10_000;
/** … but where none comes, each call waits four times for so long. */
export const IMPATIENT_MILLISECONDS = 500;

/** The fake AWS with a memory, which answers at once. */
export function fakeWorld(subject: Subject, patienceMilliseconds = PATIENT_MILLISECONDS): World {
  const aws = new FakeAws();
  return {
    server: aws,
    start: async () => {
      const endpoint = await aws.start();
      const CLIENT_TIMEOUT_MILLISECONDS = String(patienceMilliseconds);
      return { ...VARIABLES, ...subject.variables?.(endpoint), CLIENT_TIMEOUT_MILLISECONDS };
    },
    prepare: async (runAt) => {
      await subject.prepare(aws, runAt);
      aws.published.length = 0;
    },
    passTime: async () => aws.queue.showAgain(),
    published: async () => aws.published,
    stop: () => aws.stop(),
  };
}
