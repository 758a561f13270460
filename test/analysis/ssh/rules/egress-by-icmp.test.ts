import { addressScan } from '../../../../analysis/ssh/rules/address-scan';
import { unusualEgress } from '../../../../analysis/ssh/rules/unusual-egress';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { EIGHT, flow, times } from '../flows';
import { DAY, judge, sent } from '../habit-flows';

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
