import { evaluateAlarm } from '../../../analysis/alarm';
import { detectionById } from '../../../detections/catalogue';
import type { AlarmSettings } from '../../../detections/detection';

const MINUTE = 60;
const START = Date.parse('2026-11-02T08:00:00Z') / 1000;

function alarmOf(id: string): AlarmSettings {
  const { alarm } = detectionById(id);
  if (alarm === undefined) throw new Error(`${id} has no alarm`);
  return alarm;
}

/** One record a minute for `minutes`, then nothing. */
function recordsFor(minutes: number): ReadonlyMap<number, number> {
  return new Map(Array.from({ length: minutes }, (_, minute) => [START / MINUTE + minute, 1]));
}

/** Minutes after the last record at which the alarm turned red, of those that were watched. */
function redAfter(id: string, talking: number, quiet: number): readonly number[] {
  const end = START + talking * MINUTE;
  return evaluateAlarm(alarmOf(id), recordsFor(talking), { from: START, to: end + quiet * MINUTE })
    .filter(({ state }) => state === 'ALARM')
    .map(({ at }) => (at - end) / MINUTE);
}

describe.each(['trail-silent', 'flow-logs-silent'])('%s', (id) => {
  test('is not red yet after 14 quiet minutes', () => {
    expect(redAfter(id, 60, 14)).toEqual([]);
  });

  test('is red after 15', () => {
    expect(redAfter(id, 60, 15)).toEqual([15]);
  });

  test('stays green while there is a record a minute', () => {
    expect(redAfter(id, 60, 0)).toEqual([]);
  });

  test('stays green with one record every ten minutes', () => {
    const points = new Map(Array.from({ length: 12 }, (_, n) => [START / MINUTE + n * 10, 1]));
    const transitions = evaluateAlarm(alarmOf(id), points, { from: START, to: START + 120 * MINUTE });
    expect(transitions.filter(({ state }) => state === 'ALARM')).toEqual([]);
  });
});
