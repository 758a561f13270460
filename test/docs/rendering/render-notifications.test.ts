import { sampleNotifications } from '../../../docs/rendering/render-notifications';
import { renderEmail } from '../../../handlers/tell/render-email';

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
