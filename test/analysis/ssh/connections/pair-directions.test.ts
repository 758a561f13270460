import { addressScan } from '../../../../analysis/ssh/rules/address-scan';
import { portScan } from '../../../../analysis/ssh/rules/port-scan';
import { unusualEgress } from '../../../../analysis/ssh/rules/unusual-egress';
import { EIGHT, flow, judge, times } from '../flows';

const SCANNER = '10.0.0.9';
const VICTIM = '10.0.0.5';
const PORTS = times(15, (index) => 3_306 + index * 7);

/** Three SYNs to a closed port, and three resets back, in the default format, which has no flags. */
const probe = (port: number, index: number, clientPort = 1_100) => {
  const both = { packets: 3, tcpFlags: undefined, start: EIGHT + index, end: EIGHT + index };
  return [
    flow({
      ...both,
      srcaddr: SCANNER,
      dstaddr: VICTIM,
      srcport: clientPort + index,
      dstport: port,
      bytes: 144,
    }),
    flow({
      ...both,
      srcaddr: VICTIM,
      dstaddr: SCANNER,
      srcport: port,
      dstport: clientPort + index,
      bytes: 120,
    }),
  ];
};

test('the scanner is named and not its victim, though its ports are the lower ones', () => {
  const records = PORTS.flatMap((port, index) => probe(port, index));
  for (const inOrder of [records, [...records].reverse()]) {
    expect(judge(portScan, inOrder)).toMatchObject([
      { source: SCANNER, targets: [VICTIM], severity: 'medium', evidence: { ports: 15, answered: 0 } },
    ]);
  }
});

test('a scan from one well-known port is one pair until it is settled, and all of its ports are told', () => {
  const knocks = times(60, (index) => {
    const both = { tcpFlags: undefined, start: EIGHT + index, end: EIGHT + index };
    const port = 3_000 + index;
    return [
      flow({ ...both, srcaddr: SCANNER, dstaddr: VICTIM, srcport: 53, dstport: port, bytes: 44 }),
      flow({ ...both, srcaddr: VICTIM, dstaddr: SCANNER, srcport: port, dstport: 53, bytes: 40 }),
    ];
  }).flat();
  for (const inOrder of [knocks, [...knocks].reverse()]) {
    expect(judge(portScan, inOrder)).toMatchObject([
      { source: SCANNER, targets: [VICTIM], severity: 'medium', evidence: { ports: 60 } },
    ]);
  }
});

test('resets alone accuse nobody', () => {
  const resets = PORTS.flatMap((port, index) => probe(port, index).slice(1));
  expect(judge(portScan, resets)).toEqual([]);
});

test('where the ports of the service are the lower ones the records of SYNs are enough', () => {
  const knocks = PORTS.flatMap((port, index) => probe(port, index, 20_000).slice(0, 1));
  expect(judge(portScan, knocks)).toMatchObject([{ source: SCANNER, targets: [VICTIM] }]);
});

describe('UDP has no flags', () => {
  const datagram = (index: number, fields = {}) =>
    flow({
      protocol: 17,
      tcpFlags: 0,
      srcaddr: SCANNER,
      dstaddr: VICTIM,
      bytes: 48,
      start: EIGHT + index,
      ...fields,
    });

  test('a refused scan of UDP ports is found whether the format has tcp-flags or not', () => {
    for (const tcpFlags of [0, undefined]) {
      const scan = times(12, (index) =>
        datagram(index, { dstport: 100 + index, action: 'REJECT', tcpFlags }),
      );
      expect(judge(portScan, scan)).toMatchObject([{ source: SCANNER, severity: 'medium' }]);
    }
  });

  test('an accepted one is found, and a media stream is none', () => {
    const scan = (fields = {}) =>
      times(12, (index) => datagram(index, { dstport: 1_000 + index, ...fields }));
    expect(judge(portScan, scan())).toHaveLength(1);
    expect(judge(portScan, scan({ packets: 3_000, bytes: 3_600_000 }))).toEqual([]);
  });

  test('22/udp is no SSH port', () => {
    const scan = times(12, (index) => datagram(index, { dstport: 20 + index, action: 'REJECT' }));
    expect(judge(portScan, scan)).toMatchObject([{ detection: 'port-scan' }]);
  });

  test('gossip between many hosts is no sweep', () => {
    const gossip = times(60, (index) => datagram(index, { dstaddr: `10.0.3.${index}`, dstport: 7_946 }));
    expect(judge(addressScan, gossip)).toEqual([]);
  });
});

describe('scans over longer horizons', () => {
  const knock = (index: number, every: number, fields: object) =>
    flow({
      srcaddr: SCANNER,
      action: 'REJECT',
      start: EIGHT + index * every,
      end: EIGHT + index * every,
      ...fields,
    });

  test('sixty ports, one in seven minutes, are a scan of a day; nine in that time are not', () => {
    const ports = (count: number) => times(count, (index) => knock(index, 420, { dstport: 5_000 + index }));
    expect(judge(portScan, ports(60))).toMatchObject([{ severity: 'medium', evidence: { within: 'a day' } }]);
    expect(judge(portScan, ports(9))).toEqual([]);
  });

  test('one port an hour that is refused is a scan of a day, answered ones are clients that find new ports', () => {
    const ports = (fields: object) =>
      times(40, (index) => knock(index, 3_600, { dstport: 5_000 + index, ...fields }));
    expect(judge(portScan, ports({}))).toMatchObject([{ severity: 'medium', evidence: { within: 'a day' } }]);
    expect(judge(portScan, ports({ action: 'ACCEPT', packets: 6, bytes: 320, tcpFlags: 3 }))).toEqual([]);
  });

  test('a hundred addresses, one in seventy seconds, are a sweep of an hour', () => {
    const sweep = (count: number, every: number) =>
      times(count, (index) => knock(index, every, { dstaddr: `10.0.4.${index}`, dstport: 445 }));
    expect(judge(addressScan, sweep(100, 70))).toMatchObject([
      { severity: 'medium', evidence: { within: 'an hour' } },
    ]);
    expect(judge(addressScan, sweep(24, 140))).toEqual([]);
  });
});

describe('ICMP of a task, by size and count', () => {
  const icmp = (packets: number, bytes: number) =>
    flow({
      ...{
        protocol: 1,
        srcport: 0,
        dstport: 0,
        srcaddr: SCANNER,
        dstaddr: '198.51.100.7',
        tcpFlags: undefined,
      },
      ...{ flowDirection: 'egress', ecsTaskId: '0123456789abcdef0123456789abcdef', packets, bytes },
    });

  test('large packets are told, pings are not', () => {
    expect(judge(unusualEgress, [icmp(50, 50 * 900)])).toMatchObject([{ severity: 'medium' }]);
    expect(judge(unusualEgress, [icmp(50, 50 * 84)])).toEqual([]);
    expect(judge(unusualEgress, [icmp(3, 3 * 900)])).toEqual([]);
  });
});
