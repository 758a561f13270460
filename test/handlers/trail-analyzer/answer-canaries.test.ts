import { canaryPrefix } from '../../../deployment/canary';
import { exampleEvent } from '../../../detections/examples/example-event';
import type { Notification } from '../../../handlers/tell/notification';
import { answerCanaries } from '../../../handlers/trail-analyzer/answer-canaries';

function canary(token: string, eventName = 'DescribeLogGroups') {
  const record = exampleEvent('logs', eventName, { logGroupNamePrefix: canaryPrefix(token) });
  return { record, text: JSON.stringify(record) };
}

function answering() {
  const told = new Set<string>();
  const published: Notification[] = [];
  const once = async (id: string, tell: () => Promise<{ readonly id: string }>) => {
    if (told.has(id)) return;
    await tell();
    told.add(id);
  };
  const publish = async (notification: Notification) => {
    published.push(notification);
  };
  return { published, how: { once, publish } as Parameters<typeof answerCanaries>[1] };
}

test("the chain check's call comes out as a message with its token, once for each call", async () => {
  const { published, how } = answering();
  await answerCanaries({ records: [canary('one'), canary('two')] }, how);
  await answerCanaries({ records: [canary('two')] }, how);
  expect(published.map(({ kind, attributes }) => [kind, attributes['tokens']])).toEqual([
    ['canary', '["one"]'],
    ['canary', '["two"]'],
  ]);
});

test('other calls with such a name, and names longer than a token, are no canaries', async () => {
  const { published, how } = answering();
  await answerCanaries({ records: [canary('one', 'CreateLogGroup'), canary('x'.repeat(65))] }, how);
  expect(published).toEqual([]);
});

test('whoever makes thousands of such calls gets twenty messages of a batch', async () => {
  const { published, how } = answering();
  await answerCanaries({ records: Array.from({ length: 500 }, (_, index) => canary(`t${index}`)) }, how);
  expect(published).toHaveLength(20);
});
