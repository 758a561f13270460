import type { Finding } from '../../../../analysis/finding';
import type { SshActivity } from '../../../../analysis/ssh/activity';
import { noteApiCall } from '../../../../analysis/ssh/api-context';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { addressScan } from '../../../../analysis/ssh/rules/address-scan';
import { taskBeacon } from '../../../../analysis/ssh/rules/task-beacon';
import { taskSlowUpload } from '../../../../analysis/ssh/rules/task-slow-upload';
import { taskSpread } from '../../../../analysis/ssh/rules/task-spread';
import { unusualEgress } from '../../../../analysis/ssh/rules/unusual-egress';
import type { CloudTrailRecord } from '../../../../records/cloudtrail-record';
import type { FlowRecord } from '../../../../records/flow-record';
import { activityOf, EIGHT, flow, times } from '../flows';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const MEBIBYTE = 1024 ** 2;
const FAR = '192.0.2.80';

const taskId = (number: number) => `${number}`.padStart(32, '0');
const addressOf = (number: number) => `10.0.1.${10 + number}`;

/** What task `number` of a service sends. */
function sent(number: number, fields: Partial<FlowRecord>, service = 'orders'): FlowRecord {
  return flow({
    ...{
      srcaddr: addressOf(number),
      dstaddr: FAR,
      dstport: 443,
      flowDirection: 'egress',
      packets: 12,
      bytes: 2_100,
    },
    ...{ ecsClusterName: 'harbor', ecsServiceName: service, ecsTaskId: taskId(number), ...fields },
    end: (fields.start ?? EIGHT) + 5,
  });
}

/** What a service does by the hour anyway, from `from` on. */
const usual = (number: number, from: number, until: number, service = 'orders') =>
  times(Math.floor((until - from) / HOUR), (hour) =>
    sent(
      number,
      { dstaddr: '52.94.220.16', srcport: 40_000 + hour, start: from + hour * HOUR + ((hour * 977) % 1_800) },
      service,
    ),
  );

/** Connections `every` so many seconds, each off by up to `jitter` of it, by a fixed sequence. */
function beats(
  number: number,
  count: number,
  every: number,
  jitter: number,
  fields: Partial<FlowRecord> = {},
) {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  let at = fields.start ?? EIGHT;
  return times(count, (index) => {
    const record = sent(number, { ...fields, srcport: 41_000 + index, start: Math.round(at) });
    at += every * (1 + jitter * (2 * random() - 1));
    return record;
  });
}

type Rule = (activity: SshActivity, policy: typeof DEFAULT_SSH_POLICY) => Finding[];
function judge(
  rule: Rule,
  records: readonly FlowRecord[],
  calls: readonly CloudTrailRecord[] = [],
): Finding[] {
  const activity = activityOf(records);
  for (const call of calls) noteApiCall(activity, call);
  return rule(activity, DEFAULT_SSH_POLICY);
}

const call = (eventName: string, at: number, requestParameters: Record<string, unknown>): CloudTrailRecord =>
  ({
    eventVersion: '1.11',
    eventID: `${eventName}-${at}`,
    eventSource: 'ecs.amazonaws.com',
    eventName,
    eventTime: new Date(at * 1000).toISOString(),
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/admin/mallory' },
    requestParameters,
  }) as unknown as CloudTrailRecord;

const shellAt = (at: number, number: number) =>
  call('ExecuteCommand', at, { cluster: 'harbor', task: taskId(number) });
const release = (at: number, image: string) => [
  call('RegisterTaskDefinition', at, { family: 'orders', containerDefinitions: [{ name: 'web', image }] }),
  call('UpdateService', at + 60, { cluster: 'harbor', service: 'orders', taskDefinition: 'orders:43' }),
];

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

describe('task-spread', () => {
  const life = [
    ...usual(0, EIGHT - 2 * DAY, EIGHT + 2 * HOUR),
    ...usual(1, EIGHT - 2 * DAY, EIGHT + 2 * HOUR),
    ...usual(2, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'billing'),
    ...usual(3, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'mail'),
    ...usual(4, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'mail'),
  ];
  const reach = (from: number, numbers: readonly number[], at = EIGHT, port = 8_080) =>
    numbers.map((to, index) => sent(from, { dstaddr: addressOf(to), dstport: port, start: at + index * 90 }));

  test('three addresses of two services that its own never reached', () => {
    expect(judge(taskSpread, [...life, ...reach(0, [2, 3, 4])])).toMatchObject([
      {
        severity: 'low',
        source: addressOf(0),
        targets: [addressOf(2), addressOf(3), addressOf(4)],
        evidence: { places: ['billing', 'mail'], targetCount: 3 },
      },
    ]);
  });

  test('not yet two addresses; not over a day', () => {
    expect(judge(taskSpread, [...life, ...reach(0, [2, 3])])).toEqual([]);
    const slow = [2, 3, 4].map((to, index) =>
      sent(0, { dstaddr: addressOf(to), dstport: 8_080, start: EIGHT + index * 5 * HOUR }),
    );
    expect(judge(taskSpread, [...life, ...slow])).toEqual([]);
  });

  test('services that it calls anyway are not new, whatever addresses their tasks have now', () => {
    const before = [...reach(0, [2], EIGHT - 47 * HOUR), ...reach(1, [3], EIGHT - 47 * HOUR)];
    expect(judge(taskSpread, [...life, ...before, ...reach(0, [2, 3, 4])])).toEqual([]);
  });

  test('a pool of connections that moves on in its subnet is nothing new', () => {
    const pool = (at: number, hosts: readonly number[]) =>
      hosts.map((host, index) =>
        sent(0, { dstaddr: `10.0.9.${host}`, dstport: 5_432, start: at + index * 30 }),
      );
    expect(
      judge(taskSpread, [...life, ...pool(EIGHT - 47 * HOUR, [5, 6]), ...pool(EIGHT, [7, 8, 9, 10])]),
    ).toEqual([]);
  });

  test('a release with new dependencies: the other tasks do the same', () => {
    expect(judge(taskSpread, [...life, ...reach(0, [2, 3, 4]), ...reach(1, [2, 3, 4])])).toEqual([]);
  });

  test('tasks of one other service, but with a shell beside', () => {
    const one = reach(0, [3, 4, 5]);
    const mail = usual(5, EIGHT - 2 * DAY, EIGHT + 2 * HOUR, 'mail');
    expect(judge(taskSpread, [...life, ...mail, ...one])).toEqual([]);
    expect(judge(taskSpread, [...life, ...mail, ...one], [shellAt(EIGHT - 300, 0)])).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  test('what answers a load balancer or a client reaches nobody', () => {
    const answers = [2, 3, 4].map((to) =>
      sent(0, { dstaddr: addressOf(to), srcport: 8_080, dstport: 50_000 + to, tcpFlags: 18, start: EIGHT }),
    );
    expect(judge(taskSpread, [...life, ...answers])).toEqual([]);
  });
});

describe('ICMP', () => {
  const ping = (from: string, to: string, at: number, fields: Partial<FlowRecord> = {}) =>
    flow({
      srcaddr: from,
      dstaddr: to,
      srcport: 0,
      dstport: 0,
      protocol: 1,
      bytes: 84,
      tcpFlags: 0,
      start: at,
      end: at,
      ...fields,
    });
  const host = (index: number) => `10.0.7.${index}`;

  test('a sweep from inside: medium with many, some of whom answer', () => {
    const sweep = times(40, (index) => ping('10.0.1.5', host(index + 1), EIGHT + index * 2));
    const answers = times(5, (index) => ping(host(index + 1), '10.0.1.5', EIGHT + index * 2));
    expect(judge(addressScan, [...sweep, ...answers])).toMatchObject([
      { severity: 'medium', source: '10.0.1.5', summary: expect.stringContaining('pinged 40 addresses') },
    ]);
  });

  test('slowly, over an hour and a day', () => {
    const over = (count: number, every: number) =>
      judge(
        addressScan,
        times(count, (index) => ping('10.0.1.5', host(index), EIGHT + index * every)),
      );
    expect(over(30, 110)).toMatchObject([{ evidence: { within: 'an hour' } }]);
    expect(over(60, 1_200)).toMatchObject([{ evidence: { within: 'a day' } }]);
  });

  test('not yet five addresses, now six', () => {
    const sweep = (count: number) => times(count, (index) => ping('10.0.1.5', host(index), EIGHT + index));
    expect(judge(addressScan, sweep(5))).toEqual([]);
    expect(judge(addressScan, sweep(6))).toMatchObject([{ severity: 'low' }]);
  });

  test('a monitor that pings its hosts every minute, and an answer to the pings of the internet, are no sweep', () => {
    const monitor = times(30, (index) =>
      times(15, (minute) => [
        ping('10.0.1.5', host(index), EIGHT + minute * 60),
        ping(host(index), '10.0.1.5', EIGHT + minute * 60),
      ]).flat(),
    ).flat();
    expect(judge(addressScan, monitor)).toEqual([]);
    const answered = times(60, (index) => [
      ping(`198.51.100.${index}`, '10.0.1.5', EIGHT + index),
      ping('10.0.1.5', `198.51.100.${index}`, EIGHT + index),
    ]).flat();
    expect(judge(addressScan, answered)).toEqual([]);
  });

  test('neighbours that look for each other by multicast are no sweep', () => {
    const solicited = times(60, (index) =>
      ping('fe80::1', `ff02::1:ff00:${index}`, EIGHT + index, { protocol: 58 }),
    );
    expect(judge(addressScan, solicited)).toEqual([]);
  });

  test('unreachable ports, told to whoever sent UDP probes, are no sweep', () => {
    const told = times(60, (index) => [
      flow({
        srcaddr: `198.51.100.${index}`,
        dstport: 1_900,
        protocol: 17,
        tcpFlags: 0,
        start: EIGHT + index,
        end: EIGHT + index,
      }),
      ping('10.0.1.5', `198.51.100.${index}`, EIGHT + index, { bytes: 76 }),
    ]).flat();
    expect(judge(addressScan, told)).toEqual([]);
  });
});

test('what a task does every night for a month on an odd port is told of every night', () => {
  const nightly = times(30, (day) =>
    sent(0, { dstport: 9_999, srcport: 42_000 + day, start: EIGHT + day * DAY }),
  );
  const found = judge(unusualEgress, nightly);
  expect(found).toHaveLength(30);
  expect(found[0]).toMatchObject({ firstSeen: EIGHT });
});
