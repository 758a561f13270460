import { canaryPrefix } from '../../../deployment/canary';
import { exampleEvent, exampleRole } from '../../../detections/examples/example-event';
import type { Notification } from '../../../handlers/tell/notification';
import { answerCanaries } from '../../../handlers/trail-analyzer/answer-canaries';

function canary(token: string, eventName = 'DescribeLogGroups', role = 'chain-check') {
  const event = exampleEvent('logs', eventName, { logGroupNamePrefix: canaryPrefix(token) });
  const record = { ...event, userIdentity: { ...exampleRole(role), principalId: `AROA-${role}:session` } };
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

test("the chain check's calls come out as one message with their tokens, once for each batch", async () => {
  const { published, how } = answering();
  await answerCanaries({ records: [canary('one'), canary('two')] }, how);
  await answerCanaries({ records: [canary('one'), canary('two')] }, how);
  await answerCanaries({ records: [canary('three')] }, how);
  expect(published.map(({ kind, attributes }) => [kind, attributes['tokens']])).toEqual([
    ['canary', '["two","one"]'],
    ['canary', '["three"]'],
  ]);
});

test('other calls with such a name, and names that no token has, are no canaries', async () => {
  const { published, how } = answering();
  const names = ['x'.repeat(65), 'ü', '"', '\u0000', '', '<!channel>'];
  await answerCanaries(
    { records: [canary('one', 'CreateLogGroup'), ...names.map((name) => canary(name))] },
    how,
  );
  expect(published).toEqual([]);
});

test("whoever makes thousands of such calls, by however many roles, does not push out the chain check's", async () => {
  const { published, how } = answering();
  const flood = (from: number) =>
    Array.from({ length: 500 }, (_, index) => canary(`t${from + index}`, undefined, `role-${index % 40}`));
  await answerCanaries({ records: [...flood(0), canary('ours'), ...flood(500)] }, how);
  expect(published).toHaveLength(1);
  const tokens = JSON.parse(published[0]?.attributes['tokens'] ?? '') as string[];
  expect(tokens).toContain('ours');
  expect(tokens.length).toBeLessThanOrEqual(200);
});
