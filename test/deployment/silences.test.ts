import { muteWindow } from '../../deployment/silence-schemas';
import { durationMinutes, endOf, isMuted } from '../../deployment/silences';

const at = (time: string) => Date.parse(time) / 1_000;
const window = (more: object) =>
  muteWindow.parse({
    name: 'release',
    detections: ['ecs-service-deleted'],
    schedule: 'cron(0 20 * * TUE)',
    duration: 'PT2H',
    owner: 'ops',
    reason: 'release',
    expires: '2099-12-31',
    ...more,
  });

// The third of November 2026 is a Tuesday.
test.each<[time: string, more: object, is: boolean]>([
  ['2026-11-03T19:59:00Z', {}, false],
  ['2026-11-03T20:00:00Z', {}, true],
  ['2026-11-03T21:59:59Z', {}, true],
  ['2026-11-03T22:00:00Z', {}, false],
  ['2026-11-04T20:30:00Z', {}, false],
  ['2026-11-03T19:30:00Z', { timezone: 'Europe/Berlin' }, true],
  ['2026-11-03T21:30:00Z', { timezone: 'Europe/Berlin' }, false],
  ['2026-11-03T20:30:00Z', { schedule: 'at(2026-11-03T20:00)' }, true],
  ['2026-11-10T20:30:00Z', { schedule: 'at(2026-11-03T20:00)' }, false],
])('at %s with %j the alarm is mute: %s', (time, more, is) => {
  expect(isMuted(window(more), at(time))).toBe(is);
});

test.each([
  ['timezone', 'Mars/Olympus'],
  ['timezone', '+02:00'],
  ['duration', 'PT'],
  ['duration', '2h'],
  ['duration', 'P16D'],
  ['schedule', 'cron(0 20 ? * TUE *)'],
  ['schedule', 'cron(61 20 * * TUE)'],
  ['expires', '2020-01-01'],
  ['expires', 'soon'],
])('%s %s is refused', (member, value) => {
  expect(muteWindow.safeParse({ ...window({}), [member]: value }).success).toBe(false);
});

test('a day ends with its last second, a moment is itself', () => {
  expect(endOf('2026-12-31')).toBe(Date.parse('2027-01-01T00:00:00Z'));
  expect(endOf('2026-12-31T18:00:00+02:00')).toBe(Date.parse('2026-12-31T16:00:00Z'));
  expect(durationMinutes('P1DT1H30M')).toBe(1_530);
});
