import { sampleNotifications } from '../../../docs/render-notifications';
import type { Notification } from '../../../handlers/tell/notification';
import { renderChat } from '../../../handlers/tell/render-chat';

const [{ notification } = { notification: undefined }] = sampleNotifications();
const chat = (changes: Partial<Notification>) =>
  JSON.parse(renderChat({ ...(notification as Notification), ...changes }));

test('START, UPDATE and END of a story have one thread', () => {
  const threads = (['START', 'UPDATE', 'END'] as const).map((state) => chat({ state }).metadata.threadId);
  expect(new Set(threads).size).toBe(1);
});

test('a name that mentions a whole channel stays text', () => {
  expect(chat({ summary: 'user <!channel> called' }).content.description).toContain(
    'user &lt;!channel&gt; called',
  );
});

test('what is longer than the schema takes is cut', () => {
  const { content } = chat({ title: 't'.repeat(1_000), summary: 's'.repeat(20_000) });
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeLessThanOrEqual(8_000);
});
