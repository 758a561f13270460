import type { AlarmRule, AlarmState } from '../../../analysis/alarm/alarm-rule';
import { judgePeriods } from '../../../analysis/alarm/judge-periods';

/** `0` is a good point, `X` a breaching one, `-` a missing one; the newest stands right, as in the guide's tables. */
function judge(
  row: string,
  datapointsToAlarm: number,
  treatMissingData: AlarmRule['treatMissingData'],
): AlarmState {
  const rule: AlarmRule = {
    threshold: 1,
    periodMinutes: 5,
    evaluationPeriods: 3,
    datapointsToAlarm,
    treatMissingData,
  };
  const sums: { readonly [point: string]: number } = { '0': 0, X: 1 };
  const periods = [...row.replaceAll(' ', '')]
    .reverse()
    .map((point) => ({ sum: sums[point], isRecorded: true }));
  return judgePeriods(rule, periods, 'INSUFFICIENT_DATA').state;
}

/** The current state in these tests is INSUFFICIENT_DATA, so that keeping it can be told from judging. */
const RETAINED = 'INSUFFICIENT_DATA';

describe("the guide's tables of missing points: five periods retrieved, three evaluated", () => {
  test.each([
    ['0 - X - X', 3, 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 3, 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 3, 'INSUFFICIENT_DATA', RETAINED, 'ALARM', 'OK'],
    ['0 X X - X', 3, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 3, 'ALARM', RETAINED, 'ALARM', 'OK'],
    ['0 - X - X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 2, 'ALARM', RETAINED, 'ALARM', 'OK'],
  ])(
    '%s with %i points to alarm: missing %s, ignore %s, breaching %s, notBreaching %s',
    (row, toAlarm, ...states) => {
      const ways = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
      expect(ways.map((way) => judge(row, toAlarm, way))).toEqual(states);
    },
  );

  test.each(['- - - - X', '- - - X -'])('%s is too young for an alarm of 3 of 3', (row) => {
    expect(judge(row, 3, 'missing')).toBe('OK');
  });
});
