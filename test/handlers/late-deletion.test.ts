import type { FakeAws } from './fake-aws/fake-aws';
import { fakeWorld } from './faults/fake-world';
import type { Subject } from './faults/subject';
import { subjectsAt } from './faults/subjects';
import { STATE } from './harness/environment';
import { bundle, LambdaProcess } from './harness/lambda';

/**
 * DynamoDB deletes items whose time is over "within a few days" ("Using time to live (TTL) in DynamoDB"), and this one
 * never does: each handler tells forty days later what it would tell with an empty table.
 */

const NOW = Math.floor(Date.now() / 1000);
/** Longer than anything is kept, but for what first times learn. */
const LATER = NOW + 40 * 86_400;
const soon = subjectsAt(NOW);

describe.each(
  subjectsAt(LATER).map((later, index) => ({
    later,
    soon: soon[index],
    title: later.title ?? later.handler,
  })),
)('$title', ({ later, soon: before }) => {
  test('what is over is as if it were not there, although the table still has it', async () => {
    const folder = bundle(later.handler);
    const fresh = await toldBy(folder, [later]);
    expect(fresh.told.length).toBeGreaterThan(0);
    const held = await toldBy(folder, [before as Subject, later]);
    expect(held.told).toEqual(fresh.told);
    expect(held.items).toBeGreaterThanOrEqual(fresh.items);
  });
});

/** Runs one after the other on the same tables; gives what the last one told. */
async function toldBy(folder: string, subjects: readonly Subject[]) {
  const [first] = subjects as [Subject];
  const world = fakeWorld(first);
  const aws = world.server as FakeAws;
  const variables = await world.start();
  const lambda = new LambdaProcess(folder, aws.endpoint(), variables);
  try {
    let told: readonly string[] = [];
    for (const { event, at, prepare, toldBy: read } of subjects) {
      let run = 0;
      const runAt = (seconds: number, given: object = event) =>
        lambda.invoke(given, {
          requestId: `run-${at}-${run++}`,
          timeoutSeconds: 300,
          aheadSeconds: at + seconds - NOW,
        });
      aws.subscriptions.splice(0);
      await prepare(aws, (seconds) => runAt(seconds));
      aws.published.length = 0;
      expect(await runAt(0)).toMatchObject({ kind: 'answer' });
      told = aws.published.flatMap(read).sort();
    }
    return { told, items: aws.dynamoDb.items(STATE).length };
  } finally {
    await lambda.stop();
    await world.stop();
  }
}
