import { taskSlowUpload } from '../../../../analysis/ssh/rules/task-slow-upload';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { EIGHT, times } from '../flows';
import { DAY, FAR, judge, MEBIBYTE, sent, shellAt, usual } from '../habit-flows';

describe('task-slow-upload', () => {
  /** `mebibytes` a night, in windows of a minute. */
  const night = (day: number, mebibytes: number, fields: Partial<FlowRecord> = {}) =>
    times(20, (minute) =>
      sent(0, {
        ...{ srcport: 50_000 + day, start: EIGHT + day * DAY + minute * 60, tcpFlags: minute === 0 ? 2 : 0 },
        ...{
          bytes: Math.round((mebibytes * MEBIBYTE) / 20),
          packets: Math.round((mebibytes * MEBIBYTE) / 20 / 1_400),
        },
        ...fields,
      }),
    );
  const nights = (from: number, count: number, mebibytes: number, fields: Partial<FlowRecord> = {}) =>
    times(count, (index) => night(from + index, mebibytes, fields)).flat();
  const life = usual(0, EIGHT - 10 * DAY, EIGHT + 8 * DAY);

  test('thirty megabytes a night to a network that it never used', () => {
    expect(judge(taskSlowUpload, [...life, ...nights(0, 5, 30)])).toMatchObject([
      {
        severity: 'low',
        targets: [FAR],
        firstSeen: EIGHT,
        evidence: { ecsService: 'orders', days: 5, daysUsedBefore: 0, network: '192.0.0.0/16' },
      },
    ]);
  });

  test('not yet on two days, now on three; at once where it is a hundred', () => {
    expect(judge(taskSlowUpload, [...life, ...nights(0, 2, 30)])).toEqual([]);
    expect(judge(taskSlowUpload, [...life, ...nights(0, 3, 30)])).toHaveLength(1);
    expect(judge(taskSlowUpload, [...life, ...nights(0, 1, 99)])).toEqual([]);
    expect(judge(taskSlowUpload, [...life, ...nights(0, 1, 101)])).toHaveLength(1);
  });

  test('a backup by night or week, and logs that are shipped all day, are what the service is used to', () => {
    expect(judge(taskSlowUpload, [...life, ...nights(-10, 18, 800)])).toEqual([]);
    const weekly = [night(-10, 800), night(-3, 820), night(4, 860)].flat();
    expect(judge(taskSlowUpload, [...life, ...weekly])).toEqual([]);
    const toAws = nights(-10, 18, 400, { dstaddr: '52.95.113.30' });
    expect(judge(taskSlowUpload, [...life, ...toAws])).toEqual([]);
  });

  test('a service whose uploads go to a new network every day is used to that', () => {
    const rotating = times(18, (day) => night(day - 10, 300, { dstaddr: `198.${20 + day}.7.7` })).flat();
    expect(judge(taskSlowUpload, [...life, ...rotating])).toEqual([]);
  });

  test('a nightly copy that grows and whose endpoint moves is silent; what goes out beside it is not', () => {
    const network = (day: number) => ({ dstaddr: `52.${day < 0 ? 216 : 210 - day}.7.7` });
    const moving = times(14, (day) => night(day - 10, 400 + 8 * day, network(day - 10))).flat();
    expect(judge(taskSlowUpload, [...life, ...moving])).toEqual([]);
    const staying = nights(-10, 14, 400, { dstaddr: '52.216.7.7' });
    for (const mebibytes of [30, 400]) {
      const beside = nights(0, 4, mebibytes, { srcport: 51_000 });
      expect(judge(taskSlowUpload, [...life, ...staying, ...beside])).toHaveLength(1);
    }
    const instead = nights(0, 4, 30, { dstaddr: '198.51.7.7' });
    expect(judge(taskSlowUpload, [...life, ...nights(-10, 10, 400), ...instead])).toHaveLength(1);
  });

  test('downloads are no uploads: a package mirror is silent', () => {
    const mirror = nights(0, 5, 30).map((record) => ({ ...record, bytes: 90_000, packets: 1_700 }));
    expect(judge(taskSlowUpload, [...life, ...mirror])).toEqual([]);
  });

  test('answers to clients are none', () => {
    const answers = nights(0, 5, 30).map((record) => ({
      ...record,
      srcport: 8_080,
      dstport: 51_000,
      tcpFlags: 16,
    }));
    expect(judge(taskSlowUpload, [...life, ...answers])).toEqual([]);
  });

  test('a rarely used network that suddenly gets much is told', () => {
    const once = night(-9, 2);
    expect(judge(taskSlowUpload, [...life, ...once, ...nights(0, 4, 40)])).toMatchObject([
      { evidence: { daysUsedBefore: 1 }, summary: expect.stringContaining('rarely') },
    ]);
  });

  test('before the week is over nothing is told, but with a shell beside', () => {
    const young = [...usual(0, EIGHT - 2 * DAY, EIGHT + 8 * DAY), ...nights(0, 4, 40)];
    expect(judge(taskSlowUpload, young)).toEqual([]);
    expect(judge(taskSlowUpload, young, [shellAt(EIGHT - 900, 0)])).toMatchObject([{ severity: 'medium' }]);
  });

  test('twice and in whatever order it is the same', () => {
    const records = [...life, ...nights(0, 5, 30)];
    const once = judge(taskSlowUpload, records);
    expect(judge(taskSlowUpload, [...records, ...records].reverse())).toEqual(once);
  });
});
