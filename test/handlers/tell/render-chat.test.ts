import { sampleNotifications } from '../../../docs/rendering/render-notifications';
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

test.each([
  '[Acknowledge](https://evil.example/a)',
  'https://evil.example/a',
  '@channel <!here> <https://evil.example|ok>',
  '`code` https://evil.example `code`',
  '*bold* _it_ ~no~',
])('text from a record is code, which chat does not look into: %s', (hostile) => {
  const { content } = chat({
    summary: hostile,
    next: hostile,
    steps: [hostile],
    facts: [{ label: 'Who', lines: [hostile] }],
    links: [],
  });
  for (const text of [content.description, ...content.nextSteps] as string[]) {
    for (const line of text.split('\n').filter((each) => each.includes('evil') || each.includes('no'))) {
      expect(line).toMatch(/^(?:\*[\w ]+\* )?`[^`<>]*`$/);
    }
  }
});

test('a title keeps no markup, mention or link', () => {
  expect(
    chat({ title: 'Alarm [x](https://evil.example) <!channel> @here *is* ALARM' }).content.title,
  ).not.toMatch(/[[\]<>@*/.!]/);
});

test('a description that is too long ends with a whole line', () => {
  const lines = Array.from({ length: 300 }, (_, at) => `line ${at} https://evil.example`);
  const { content } = chat({ facts: [{ label: 'Records', lines }] });
  expect(content.description.length).toBeLessThanOrEqual(8_000);
  expect(content.description.split('`').length % 2).toBe(1);
});
