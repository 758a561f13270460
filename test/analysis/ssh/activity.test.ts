import fc from 'fast-check';
import { SshActivity } from '../../../analysis/ssh/activity';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { activityOf, EIGHT, flow, knock, talk, times } from './flows';

/** Everything an activity knows, in an order that does not depend on arrival. */
function contents(activity: SshActivity): unknown {
  const pairs = [...activity.pairs].map(([key, { slices, byClientPort: _, ...pair }]) => [
    key,
    pair,
    slices.map(({ next: _next, ...slice }) => JSON.stringify(slice)).sort(),
  ]);
  return {
    pairs: pairs.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    size: activity.size,
    until: activity.until,
    lost: [...activity.lost.keys()].sort(),
  };
}

const address = fc.constantFrom('203.0.113.7', '203.0.113.8', '10.0.1.5', '10.0.1.6', '2001:db8::7');
const port = fc.constantFrom(22, 2222, 80, 443, 8080, 40_000, 40_001, 50_000);
const record: fc.Arbitrary<FlowRecord> = fc
  .record({
    srcaddr: address,
    dstaddr: address,
    srcport: port,
    dstport: port,
    protocol: fc.constantFrom(6, 6, 6, 17),
    packets: fc.integer({ min: 1, max: 40 }),
    bytes: fc.constantFrom(40, 60, 120, 3_000, 2_000_000),
    minute: fc.integer({ min: 0, max: 5 }),
    action: fc.constantFrom('ACCEPT' as const, 'REJECT' as const),
    tcpFlags: fc.constantFrom(undefined, 0, 2, 3, 18, 4),
    flowDirection: fc.constantFrom(undefined, 'ingress' as const, 'egress' as const),
    ecsTaskId: fc.constantFrom(undefined, 'task-a', 'task-b'),
    interfaceId: fc.constantFrom('eni-a', 'eni-b'),
  })
  .map(({ minute, ...fields }) =>
    flow({ ...fields, start: EIGHT + minute * 60, end: EIGHT + minute * 60 + 59 }),
  );
const records = fc.array(record, { maxLength: 60 });

test('merging is commutative, associative, and the same as seeing all records at once', () => {
  fc.assert(
    fc.property(records, records, records, (one, two, three) => {
      const [a, b, c] = [one, two, three].map((each) => activityOf(each)) as [
        SshActivity,
        SshActivity,
        SshActivity,
      ];
      const all = contents(activityOf([...one, ...two, ...three]));
      expect(contents(SshActivity.merge(SshActivity.merge(a, b), c))).toEqual(all);
      expect(contents(SshActivity.merge(a, SshActivity.merge(b, c)))).toEqual(all);
      expect(contents(SshActivity.merge(c, SshActivity.merge(b, a)))).toEqual(all);
    }),
  );
});

test('records that are seen again, in any order, change nothing', () => {
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), (seen, dice) => {
      const again = [...seen, ...seen]
        .map((each) => ({ each, rank: dice.next().value as number }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ each }) => each);
      expect(contents(activityOf(again))).toEqual(contents(activityOf(seen)));
    }),
  );
});

test('merging changes neither side', () => {
  const one = activityOf(talk({ clientPort: 40_000, at: EIGHT }));
  const other = activityOf(talk({ clientPort: 40_001, at: EIGHT }));
  const before = [contents(one), contents(other)];
  SshActivity.merge(one, other);
  expect([contents(one), contents(other)]).toEqual(before);
});

test('the same flow from a format with flags and from one without is one record', () => {
  const withFlags = activityOf([flow({ tcpFlags: 2 })]);
  const without = activityOf([flow({ tcpFlags: undefined })]);
  const merged = SshActivity.merge(without, withFlags);
  expect(merged.size).toBe(1);
  expect(contents(merged)).toEqual(contents(SshActivity.merge(withFlags, without)));
});

test('a pair with many slices still counts each record once', () => {
  const many = times(200, (index) => flow({ srcport: 40_000 + (index % 50), start: EIGHT + index * 60 }));
  expect(activityOf([...many, ...many]).size).toBe(200);
});

test('ordinary traffic is not held', () => {
  const https = talk({ source: '198.51.100.4', port: 443, clientPort: 50_000, at: EIGHT, packets: 30 });
  const keepAlive = flow({ srcport: 50_000, dstport: 443, packets: 1, bytes: 52, tcpFlags: 0 });
  expect(activityOf([...https, keepAlive]).size).toBe(0);
});

test('of a probed port that is not SSH the newest few records are held, whatever their order', () => {
  const knocks = times(40, (index) => knock({ dstport: 443, srcport: 40_000 + index, start: EIGHT + index }));
  const starts = (activity: SshActivity) =>
    [...activity.pairs.values()].flatMap(({ slices }) => slices.map(({ start }) => start)).sort();
  expect(starts(activityOf(knocks))).toEqual(times(8, (index) => EIGHT + 32 + index));
  expect(starts(activityOf([...knocks].reverse()))).toEqual(times(8, (index) => EIGHT + 32 + index));
});

test('what ended before a time can be forgotten, and a pair with nothing left goes with it', () => {
  const activity = activityOf([
    ...talk({ clientPort: 40_000, at: EIGHT }),
    ...talk({ source: '203.0.113.9', clientPort: 40_000, at: EIGHT + 7_200 }),
  ]);
  expect(activity.forgetBefore(EIGHT + 3_600)).toBe(2);
  expect([...activity.pairs.values()].map(({ source }) => source)).toEqual(['203.0.113.9']);
  expect(activity.size).toBe(2);
});

test('records without ports, addresses or times are passed over', () => {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  expect(activity.add(flow({ srcport: undefined }))).toBe(false);
  expect(activity.add(flow({ srcaddr: undefined }))).toBe(false);
  expect(activity.add(flow({ start: undefined }))).toBe(false);
  expect(activity.add(flow({ protocol: 47 }))).toBe(false);
  expect(activity.size).toBe(0);
});
