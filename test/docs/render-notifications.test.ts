import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderNotifications, sampleNotifications } from '../../docs/render-notifications';
import { renderEmail } from '../../handlers/tell/render-email';

test('docs/notifications.md is what the catalogue renders; `npm run notifications` writes it', () => {
  const written = readFileSync(path.join(__dirname, '../../docs/notifications.md'), 'utf8');
  expect(written).toBe(renderNotifications());
});

describe.each(sampleNotifications())('$heading', ({ notification }) => {
  const [first = '', second = '', third = ''] = renderEmail(notification).split('\n');

  test('the first three lines say how bad, who did what where, and what to type', () => {
    expect(first).toMatch(/^(?:MEDIUM|HIGH|CRITICAL): \S/);
    expect(second).toMatch(
      /^(?:user|role) \S+.* called [\w-]+:\w+.* from \S+ on .* at 2026-11-02T08:15:00Z$/,
    );
    expect(third).toMatch(
      /^Next: aws cloudtrail lookup-events --lookup-attributes AttributeKey=\w+,AttributeValue=\w+ /,
    );
  });
});
