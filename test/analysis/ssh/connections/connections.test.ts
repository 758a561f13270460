import { connectionsOf } from '../../../../analysis/ssh/connections/connections';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { ATTACKER, activityOf, EIGHT, flow, knock, TARGET, talk } from '../flows';

const connections = (records: readonly FlowRecord[]) =>
  [...activityOf(records).pairs.values()].flatMap((pair) => connectionsOf(pair));

test('a connection of five minutes is one connection, in order or not', () => {
  const records = talk({ clientPort: 40_000, at: EIGHT, seconds: 300, packets: 120 });
  expect(records.length).toBe(12);
  for (const order of [records, [...records].reverse()]) {
    expect(connections(order)).toMatchObject([
      { clientPort: 40_000, first: EIGHT, last: EIGHT + 300, packets: 120, answered: true, opened: true },
    ]);
  }
});

test('packets are those of the client; the reply is counted beside them', () => {
  expect(connections(talk({ clientPort: 40_000, at: EIGHT, packets: 16 }))).toMatchObject([
    { packets: 16, replyPackets: 16 },
  ]);
});

test('a client port that is used again after the close is a second connection', () => {
  const records = [
    ...talk({ clientPort: 40_000, at: EIGHT }),
    ...talk({ clientPort: 40_000, at: EIGHT + 600 }),
  ];
  expect(connections(records)).toHaveLength(2);
});

test('without flags five minutes of silence make a second connection, and less does not', () => {
  const again = (seconds: number) => [
    ...talk({ clientPort: 40_000, at: EIGHT, withFlags: false }),
    ...talk({ clientPort: 40_000, at: EIGHT + seconds, withFlags: false }),
  ];
  expect(connections(again(240))).toHaveLength(1);
  expect(connections(again(400))).toHaveLength(2);
});

test('an idle session is one connection for as long as no new handshake is seen', () => {
  const idle = flow({ start: EIGHT + 20_000, end: EIGHT + 20_050, packets: 2, bytes: 200, tcpFlags: 0 });
  const [opening] = talk({ clientPort: 40_000, at: EIGHT });
  expect(connections([opening as FlowRecord, idle])).toHaveLength(1);
});

test('a SYN-ACK is an answer, a reset is not', () => {
  const syn = flow({ packets: 1, bytes: 60 });
  const reply = { srcaddr: TARGET, dstaddr: ATTACKER, srcport: 22, dstport: 40_000 };
  expect(connections([syn, flow({ ...reply, packets: 1, bytes: 60, tcpFlags: 18 })])).toMatchObject([
    { answered: true },
  ]);
  expect(connections([syn, flow({ ...reply, packets: 1, bytes: 40, tcpFlags: 4 })])).toMatchObject([
    { answered: false, synOnly: true },
  ]);
});

test('without flags a reply of bare headers is a reset', () => {
  const syn = flow({ packets: 1, bytes: 60, tcpFlags: undefined });
  const reply = { srcaddr: TARGET, dstaddr: ATTACKER, srcport: 22, dstport: 40_000, tcpFlags: undefined };
  expect(connections([syn, flow({ ...reply, packets: 1, bytes: 40 })])).toMatchObject([{ answered: false }]);
  expect(connections([syn, flow({ ...reply, packets: 1, bytes: 44 })])).toMatchObject([{ answered: true }]);
});

test('a client that sent data had an answer, even where only its own records were kept', () => {
  expect(connections([flow({ packets: 16, bytes: 2_000, tcpFlags: 3 })])).toMatchObject([{ answered: true }]);
});

test('a rejected SYN is an attempt and a rejected late reply is not', () => {
  expect(connections([knock()])).toMatchObject([{ rejected: true, answered: false }]);
  const late = { srcaddr: TARGET, dstaddr: ATTACKER, srcport: 22, dstport: 40_000, tcpFlags: undefined };
  expect(connections([knock(late)])).toEqual([]);
});

test('a connection inside the VPC, recorded at both interfaces, is counted once', () => {
  const ends = ['eni-0000000000000000a', 'eni-0000000000000000b'];
  const records = ends.flatMap((interfaceId) =>
    talk({ source: '10.0.2.9', clientPort: 40_000, at: EIGHT, packets: 20, interfaceId }),
  );
  expect(connections(records)).toMatchObject([{ packets: 20, replyPackets: 20 }]);
});

test("the packet's own source counts where a load balancer rewrote it", () => {
  const behind = flow({ srcaddr: '10.0.9.9', pktSrcaddr: ATTACKER });
  expect([...activityOf([behind]).pairs.values()]).toMatchObject([{ source: ATTACKER, target: TARGET }]);
});

test('IPv6 connections join like others', () => {
  const records = talk({
    source: '2001:db8::7',
    target: '2600:1f18::5',
    clientPort: 40_000,
    at: EIGHT,
    seconds: 130,
  });
  expect(connections(records)).toMatchObject([{ first: EIGHT, last: EIGHT + 130, answered: true }]);
});
