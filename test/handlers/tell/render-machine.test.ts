import { sampleNotifications } from '../../../docs/rendering/render-notifications';
import type { Notification } from '../../../handlers/tell/notification';
import { renderMachine } from '../../../handlers/tell/render-machine';

/** An alarm with so many records behind it, the last of which is the latest. */
function alarmOf(count: number): Notification {
  const [sample] = sampleNotifications();
  const [event] = sample?.notification.events ?? [];
  if (sample === undefined || event === undefined) throw new Error('no sample with an event');
  const evidences = Array.from({ length: count }, (_, at) => ({ uid: `record-${at}` }));
  return { ...sample.notification, events: [{ ...event, count, evidences }] };
}

const evidencesIn = (text: string): readonly { readonly uid: string }[] => JSON.parse(text).evidences ?? [];

test('what fits is whole', () => {
  expect(evidencesIn(renderMachine(alarmOf(500), 1_000_000))).toHaveLength(500);
});

test('what is too long stays readable: the latest records, and the count of all', () => {
  const text = renderMachine(alarmOf(500), 6_000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(6_000);
  expect(evidencesIn(text).at(-1)).toEqual({ uid: 'record-499' });
  expect(evidencesIn(text).length).toBeLessThan(500);
  expect(JSON.parse(text)).toMatchObject({ count: 500 });
});

test('where nothing fits the event stands without its records', () => {
  expect(evidencesIn(renderMachine(alarmOf(500), 10))).toEqual([]);
});

test('a message without events has nothing for machines', () => {
  expect(renderMachine({ ...alarmOf(1), events: [] }, 10)).toBe('');
});
