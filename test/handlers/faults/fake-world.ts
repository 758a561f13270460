import { VARIABLES } from '../environment';
import { FakeAws } from '../fake-aws/fake-aws';
import type { Subject } from './subject';
import type { World } from './world';

/** Long enough for a loopback answer on a busy machine, short enough to wait for four times. */
const CLIENT_TIMEOUT_MILLISECONDS = '400';

/** The fake AWS with a memory, which answers at once. */
export function fakeWorld(subject: Subject): World {
  const aws = new FakeAws();
  return {
    server: aws,
    start: async () => {
      const endpoint = await aws.start();
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
