import { taskBeacon } from '../../../../analysis/ssh/rules/task-beacon';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { EIGHT, times } from '../flows';
import {
  addressOf,
  beats,
  DAY,
  FAR,
  HOUR,
  judge,
  release,
  sent,
  shellAt,
  taskId,
  usual,
} from '../habit-flows';

describe('task-beacon', () => {
  const before = [
    ...usual(0, EIGHT - 6 * HOUR, EIGHT + 4 * HOUR),
    ...usual(1, EIGHT - 6 * HOUR, EIGHT + 4 * HOUR),
  ];

  test('a connection every five minutes to where the service never went is low, and says its rhythm', () => {
    expect(judge(taskBeacon, [...before, ...beats(0, 40, 300, 0.02)])).toMatchObject([
      {
        severity: 'low',
        source: addressOf(0),
        targets: [FAR],
        ports: [443],
        firstSeen: EIGHT,
        evidence: { ecsService: 'orders', ecsTask: taskId(0), attempts: 40, watchedHoursBefore: 6 },
      },
    ]);
  });

  test.each([
    ['every minute', 60, 0.05],
    ['off by a third either way', 300, 0.33],
    ['off by half either way', 120, 0.5],
    ['once an hour', 3_600, 0.1],
  ])('tolerates jitter: %s', (_, every, jitter) => {
    expect(judge(taskBeacon, [...before, ...beats(0, 60, every, jitter)])).toHaveLength(1);
  });

  test('on whatever port and by UDP as well', () => {
    expect(judge(taskBeacon, [...before, ...beats(0, 40, 300, 0.1, { dstport: 8_443 })])).toHaveLength(1);
    const udp = beats(0, 40, 300, 0.1, { dstport: 4_789, protocol: 17, tcpFlags: 0 });
    expect(judge(taskBeacon, [...before, ...udp])).toHaveLength(1);
  });

  test('without tcp-flags: windows of one long connection are one connection, beats are beats', () => {
    const flagless = (records: readonly FlowRecord[]) =>
      records.map((record) => ({ ...record, tcpFlags: undefined }));
    const long = times(120, (minute) => sent(0, { srcport: 41_000, start: EIGHT + minute * 60 }));
    expect(judge(taskBeacon, flagless([...before, ...long]))).toEqual([]);
    expect(judge(taskBeacon, flagless([...before, ...beats(0, 40, 300, 0.1)]))).toHaveLength(1);
  });

  test('not yet at fifteen connections, now at sixteen', () => {
    expect(judge(taskBeacon, [...before, ...beats(0, 15, 300, 0.02)])).toEqual([]);
    expect(judge(taskBeacon, [...before, ...beats(0, 16, 300, 0.02)])).toHaveLength(1);
  });

  test('a client that calls when there is something to call for is no beacon', () => {
    let at = EIGHT;
    const atRandom = times(60, (index) => {
      at += Math.round(-300 * Math.log(((index * 7919 + 13) % 997) / 997));
      return sent(0, { srcport: 41_000 + index, start: at });
    });
    expect(judge(taskBeacon, [...before, ...atRandom])).toEqual([]);
  });

  test('a job that makes ten calls every hour is no beacon', () => {
    const bursts = times(120, (index) =>
      sent(0, { srcport: 41_000 + index, start: EIGHT + Math.floor(index / 10) * HOUR + (index % 10) * 7 }),
    );
    expect(judge(taskBeacon, [...before, ...bursts])).toEqual([]);
  });

  test('large transfers by the clock are none', () => {
    expect(
      judge(taskBeacon, [...before, ...beats(0, 40, 300, 0.02, { bytes: 900_000, packets: 700 })]),
    ).toEqual([]);
  });

  test('NTP and names by the clock are left out, a tunnel on their ports is not', () => {
    for (const dstport of [53, 123]) {
      const asks = beats(0, 60, 64, 0, { dstport, protocol: 17, tcpFlags: 0, packets: 1, bytes: 76 });
      expect(judge(taskBeacon, [...before, ...asks])).toEqual([]);
      const tunnel = beats(0, 60, 64, 0, { dstport, protocol: 17, tcpFlags: 0, packets: 2, bytes: 2_000 });
      expect(judge(taskBeacon, [...before, ...tunnel])).toHaveLength(1);
    }
  });

  test('an agent that reports since the service is watched is what the service is used to', () => {
    const from = EIGHT - 6 * HOUR + 300;
    expect(judge(taskBeacon, [...before, ...beats(0, 100, 60, 0.02, { start: from })])).toEqual([]);
  });

  test('a name that resolves to several addresses is one beacon, with all of them', () => {
    const addresses = ['192.0.2.80', '192.0.9.81', '192.0.2.82'];
    const shared = beats(0, 60, 120, 0.05).map((beat, index) => ({
      ...beat,
      dstaddr: addresses[((index * 7_919 + 13) % 997) % 3] as string,
    }));
    const findings = judge(taskBeacon, [...before, ...shared]);
    expect(findings).toMatchObject([{ severity: 'low', evidence: { attempts: 60 } }]);
    expect(findings[0]?.targets.toSorted()).toEqual(addresses.toSorted());
    expect(findings[0]?.summary).toContain('2 other addresses of its network');
    const often = beats(0, 600, 120, 0.05).map((beat, index) => ({
      ...beat,
      dstaddr: addresses[((index * 7_919 + 13) % 997) % 19 < 16 ? 0 : 1] as string,
    }));
    expect(judge(taskBeacon, [...before, ...often])).toMatchObject([{ targets: addresses.slice(0, 2) }]);
    let at = EIGHT;
    const atRandom = shared.map((beat, index) => {
      at += Math.round(-120 * Math.log(((index * 7919 + 13) % 997) / 997));
      return { ...beat, start: at, dstaddr: addresses[index % 3] as string };
    });
    expect(judge(taskBeacon, [...before, ...atRandom])).toEqual([]);
  });

  test('another address of a network that the service uses is not new', () => {
    const one = sent(0, { dstaddr: '192.0.99.5', start: EIGHT - 6 * HOUR + 60 });
    expect(judge(taskBeacon, [...before, one, ...beats(0, 40, 300, 0.02)])).toEqual([]);
  });

  test('what other services reach as well, or all tasks of the service, is infrastructure', () => {
    const other = sent(7, { start: EIGHT + HOUR }, 'billing');
    expect(judge(taskBeacon, [...before, other, ...beats(0, 40, 300, 0.02)])).toEqual([]);
    const both = [...beats(0, 40, 300, 0.02), ...beats(1, 40, 300, 0.02)];
    expect(judge(taskBeacon, [...before, ...both])).toEqual([]);
  });

  test('all tasks of a rolling release poll something new, while those that they replace still talk', () => {
    const replaced = [0, 1].flatMap((task) => [
      ...usual(task, EIGHT - 6 * HOUR, EIGHT),
      sent(task, { dstaddr: '52.94.220.16', srcport: 52_000, start: EIGHT + 400 }),
    ]);
    const started = [2, 3].flatMap((task) => usual(task, EIGHT + (task - 2) * 45, EIGHT + 4 * HOUR));
    const polls = (task: number) => beats(task, 40, 300, 0.02, { start: EIGHT + 40 + 45 * (task - 2) });
    expect(judge(taskBeacon, [...replaced, ...started, ...polls(2), ...polls(3)])).toEqual([]);
    expect(judge(taskBeacon, [...replaced, ...started, ...polls(2)])).toHaveLength(1);
  });

  test('a shell in the task makes it medium, without time to learn; a new image as well; both make it high', () => {
    const short = beats(0, 40, 300, 0.02);
    expect(judge(taskBeacon, short)).toEqual([]);
    expect(judge(taskBeacon, short, [shellAt(EIGHT - 600, 0)])).toMatchObject([
      { severity: 'medium', evidence: { execBy: expect.stringContaining('mallory') } },
    ]);
    expect(judge(taskBeacon, short, [shellAt(EIGHT - 600, 1)])).toEqual([]);
    const foreign = release(EIGHT - HOUR, 'docker.io/mallory/web:1');
    expect(judge(taskBeacon, short, foreign)).toMatchObject([
      { severity: 'medium', evidence: { newImage: 'docker.io/mallory/web:1' } },
    ]);
    expect(judge(taskBeacon, short, [...foreign, shellAt(EIGHT - 600, 0)])).toMatchObject([
      { severity: 'high' },
    ]);
  });

  test('the image that the family always had is not new, nor is one released two days ago', () => {
    const own = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:42';
    expect(judge(taskBeacon, beats(0, 40, 300, 0.02), release(EIGHT - HOUR, own))).toEqual([]);
    const old = release(EIGHT - 2 * DAY, 'docker.io/mallory/web:1');
    expect(judge(taskBeacon, beats(0, 40, 300, 0.02), old)).toEqual([]);
    const usualFirst = [
      ...release(EIGHT - 9 * DAY, own),
      ...release(EIGHT - HOUR, own.replace('/orders:', '/other:')),
    ];
    expect(judge(taskBeacon, beats(0, 40, 300, 0.02), usualFirst)).toHaveLength(1);
  });

  test('in whatever order records come, and twice, it is the same finding', () => {
    const records = [...before, ...beats(0, 200, 300, 0.2)];
    const once = judge(taskBeacon, records);
    expect(once).toHaveLength(1);
    expect(judge(taskBeacon, [...records].reverse())).toEqual(once);
    expect(judge(taskBeacon, [...records, ...records])).toEqual(once);
  });
});
