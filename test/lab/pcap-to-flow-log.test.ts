import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { ethernet, ipv4, ipv6, type PcapPacket, pcapBytes, tcp, udp } from './pcap-bytes';
import { type FlowLogOptions, LAB_FORMATS, pcapToFlowLog } from './pcap-to-flow-log';
import { readPcap, UnreadablePcapError } from './read-pcap';

const ETHERNET = 1;
const RAW = 101;
const IPV4 = 0x0800;
const SYN = 2;
const SYN_ACK = 18;
const ACK = 16;
const PSH_ACK = 24;
const FIN_ACK = 17;
const RST_ACK = 20;

const GUEST = '203.0.113.9';
const HOST = '10.0.1.5';
const OTHER_HOST = '10.0.1.6';
const interfaces = { [HOST]: 'eni-0000000000000000a', [OTHER_HOST]: 'eni-0000000000000000b' };
/** A full minute: windows begin here. */
const NOON = 1_767_268_800;

function inbound(at: number, flags: number, payloadBytes = 0): PcapPacket {
  return { at, frame: ethernet(IPV4, ipv4(GUEST, HOST, tcp(40_000, 22, flags, payloadBytes))) };
}

function outbound(at: number, flags: number, payloadBytes = 0): PcapPacket {
  return { at, frame: ethernet(IPV4, ipv4(HOST, GUEST, tcp(22, 40_000, flags, payloadBytes))) };
}

/** A connection of six packets that begins ten seconds before the minute is full and ends after it. */
const connection = [
  inbound(NOON + 50, SYN),
  outbound(NOON + 50.01, SYN_ACK),
  inbound(NOON + 50.02, ACK),
  outbound(NOON + 50.5, PSH_ACK, 41),
  inbound(NOON + 62.25, FIN_ACK),
  outbound(NOON + 62.5, RST_ACK),
];

function flowLog(packets: readonly PcapPacket[], options: Partial<FlowLogOptions> = {}, linkType = ETHERNET) {
  return pcapToFlowLog(pcapBytes(linkType, packets), { format: 'v5', interfaces, ...options });
}

/** Records as the project's own reader understands them. */
function records(...of: Parameters<typeof flowLog>) {
  const [header, ...lines] = flowLog(...of);
  const line = compileFlowLogFormat(header as string).reader();
  return lines.map((text) => {
    expect(line.read(text)).toBe('record');
    return { ...line.toFields() };
  });
}

describe('a flow log made from a capture', () => {
  test('has its header line, and a line for each direction and minute', () => {
    expect(flowLog(connection, { format: 'v2' })).toEqual([
      LAB_FORMATS.v2,
      `2 123456789012 eni-0000000000000000a ${GUEST} ${HOST} 40000 22 6 2 80 ${NOON + 50} ${NOON + 50} ACCEPT OK`,
      `2 123456789012 eni-0000000000000000a ${HOST} ${GUEST} 22 40000 6 2 121 ${NOON + 50} ${NOON + 50} ACCEPT OK`,
      `2 123456789012 eni-0000000000000000a ${GUEST} ${HOST} 40000 22 6 1 40 ${NOON + 62} ${NOON + 62} ACCEPT OK`,
      `2 123456789012 eni-0000000000000000a ${HOST} ${GUEST} 22 40000 6 1 40 ${NOON + 62} ${NOON + 62} ACCEPT OK`,
    ]);
  });

  test('ORs the flags of a window: ACK counts beside a SYN only, PSH never', () => {
    expect(flowLog(connection).map((line) => line.split(' ')[17])).toEqual([
      'tcp-flags',
      '2',
      '18',
      '1',
      '4',
    ]);
    const inOneWindow = flowLog(connection, { windowSeconds: 600 });
    expect(inOneWindow.map((line) => line.split(' ')[17])).toEqual(['tcp-flags', '3', '22']);
  });

  test('a window that has acknowledgements and data alone has flags 0', () => {
    const [, line] = flowLog([inbound(NOON, ACK), inbound(NOON + 1, PSH_ACK, 5)]);
    expect(line?.split(' ')[17]).toBe('0');
  });

  test('says the edges of the window where it is asked to', () => {
    const [, line] = flowLog(connection, { format: 'v2', times: 'windows' });
    expect(line).toContain(` ${NOON} ${NOON + 60} `);
  });

  test('moves a capture that begins at epoch 0', () => {
    const [, line] = flowLog([inbound(3.5, SYN)], { format: 'v2', shiftSeconds: NOON });
    expect(line).toContain(` ${NOON + 3} ${NOON + 3} `);
  });

  test('is the header alone for a capture without packets, or without packets of the interfaces', () => {
    expect(flowLog([])).toEqual([LAB_FORMATS.v5]);
    expect(flowLog(connection, { interfaces: { [OTHER_HOST]: 'eni-0000000000000000b' } })).toEqual([
      LAB_FORMATS.v5,
    ]);
  });
});

describe('the verdict', () => {
  const verdicts = (packets: readonly PcapPacket[]) =>
    flowLog(packets, { format: 'v2' })
      .slice(1)
      .map((line) => line.split(' ')[12]);

  test('is REJECT for a SYN that nothing answers', () => {
    expect(verdicts([inbound(NOON, SYN), inbound(NOON + 1, SYN)])).toEqual(['REJECT']);
  });

  test('is ACCEPT where a reset answers, even in another window', () => {
    expect(verdicts([inbound(NOON + 59, SYN), outbound(NOON + 61, RST_ACK)])).toEqual(['ACCEPT', 'ACCEPT']);
  });

  test('is ACCEPT for a SYN that goes out unanswered: nobody here turned it away', () => {
    expect(verdicts([outbound(NOON, SYN)])).toEqual(['ACCEPT']);
  });

  test('is ACCEPT for UDP that comes in and is not answered', () => {
    const datagram = ethernet(IPV4, ipv4(GUEST, HOST, udp(40_000, 53, 12), 17));
    expect(records([{ at: NOON, frame: datagram }])).toMatchObject([
      { action: 'ACCEPT', protocol: 17, bytes: 40, srcport: 40_000, dstport: 53, 'tcp-flags': 0 },
    ]);
  });
});

test('traffic between two hosts of the VPC leaves one interface and comes in at the other', () => {
  const frame = ethernet(IPV4, ipv4(HOST, OTHER_HOST, tcp(40_000, 22, SYN)));
  expect(
    records([{ at: NOON, frame }]).map((each) => [each['interface-id'], each['flow-direction']]),
  ).toEqual([
    ['eni-0000000000000000a', 'egress'],
    ['eni-0000000000000000b', 'ingress'],
  ]);
});

test('the custom format carries addresses, type and direction of each record', () => {
  expect(records(connection)[1]).toMatchObject({
    version: 5,
    srcaddr: HOST,
    dstaddr: GUEST,
    type: 'IPv4',
    'pkt-srcaddr': HOST,
    'pkt-dstaddr': GUEST,
    'flow-direction': 'egress',
  });
});

describe('the format with every field', () => {
  test('has the highest version, and a dash for what a capture cannot know', () => {
    expect(records(connection, { format: 'all' })[0]).toMatchObject({
      version: 11,
      srcaddr: GUEST,
      'flow-direction': 'ingress',
    });
    expect(records(connection, { format: 'all' })[0]).not.toHaveProperty('ecs-task-id');
    const [header, line] = flowLog(connection, { format: 'all' });
    expect(line?.split(' ')).toHaveLength(header?.split(' ').length ?? 0);
    expect(line?.split(' ').at(-1)).toBe('-');
  });

  test('carries what is known of the interface', () => {
    const known = { 'eni-0000000000000000a': { 'ecs-task-id': '158d1c80', 'instance-id': '-' } };
    expect(records(connection, { format: 'all', known })[0]).toMatchObject({ 'ecs-task-id': '158d1c80' });
    expect(records(connection, { format: 'all', known })[0]).not.toHaveProperty(
      'instance-id',
      'i-0000000000000000a',
    );
  });
});

describe('captures of other kinds', () => {
  const segment = tcp(40_000, 22, SYN);
  const packet = ipv4(GUEST, HOST, segment);
  const theOne = [{ source: GUEST, sourcePort: 40_000, destinationPort: 22, bytes: 40, flags: SYN }];

  test.each([
    ['raw IP', RAW, packet],
    ['Linux cooked', 113, Buffer.concat([Buffer.alloc(14), Buffer.from([8, 0]), packet])],
    ['Linux cooked, version 2', 276, Buffer.concat([Buffer.from([8, 0]), Buffer.alloc(18), packet])],
    ['a VLAN', ETHERNET, ethernet(0x8100, Buffer.concat([Buffer.from([0, 7, 8, 0]), packet]))],
  ])('%s gives the same packet', (_kind, linkType, frame) => {
    expect(readPcap(pcapBytes(linkType, [{ at: NOON, frame }]))).toMatchObject(theOne);
  });

  test('bytes are the IP length, not the padding that Ethernet adds to short frames', () => {
    const frame = Buffer.concat([ethernet(IPV4, packet), Buffer.alloc(6)]);
    expect(readPcap(pcapBytes(ETHERNET, [{ at: NOON, frame }]))).toMatchObject(theOne);
  });

  test('bytes are the IP length where the capture kept the headers alone', () => {
    const whole = ipv4(GUEST, HOST, tcp(40_000, 22, PSH_ACK, 900));
    const [kept] = readPcap(pcapBytes(RAW, [{ at: NOON, frame: whole.subarray(0, 96) }]));
    expect(kept).toMatchObject({ bytes: 940, flags: PSH_ACK });
  });

  test('IPv6 has its own length and addresses, with extension headers before TCP', () => {
    const source = '20010db8000000000000000000000009';
    const destination = '20010db8000100000000000000000005';
    const hopByHop = Buffer.concat([Buffer.from([6, 0]), Buffer.alloc(6), segment]);
    for (const [nextHeader, payload, bytes] of [
      [6, segment, 60],
      [0, hopByHop, 68],
    ] as const) {
      const frame = ethernet(0x86dd, ipv6(source, destination, payload, nextHeader));
      expect(readPcap(pcapBytes(ETHERNET, [{ at: NOON, frame }]))).toEqual([
        {
          at: NOON,
          source: '2001:db8::9',
          destination: '2001:db8:1::5',
          protocol: 6,
          sourcePort: 40_000,
          destinationPort: 22,
          bytes,
          flags: SYN,
        },
      ]);
    }
  });

  test('a later fragment has no ports, as in a flow log', () => {
    const fragment = ipv4(GUEST, HOST, segment);
    fragment.writeUInt16BE(185, 6);
    expect(readPcap(pcapBytes(RAW, [{ at: NOON, frame: fragment }]))).toMatchObject([
      { sourcePort: 0, destinationPort: 0, flags: 0 },
    ]);
  });

  test('ARP is left out, and so is a last packet that was cut off', () => {
    const arp = { at: NOON, frame: ethernet(0x0806, Buffer.alloc(28)) };
    const file = pcapBytes(ETHERNET, [arp, inbound(NOON, SYN), inbound(NOON + 1, SYN)]);
    expect(readPcap(file.subarray(0, file.length - 3))).toHaveLength(1);
  });

  test('big endian and nanoseconds are read like the rest', () => {
    const header = Buffer.alloc(24);
    header.writeUInt32BE(0xa1b23c4d, 0);
    header.writeUInt32BE(RAW, 20);
    const packetHeader = Buffer.alloc(16);
    packetHeader.writeUInt32BE(NOON, 0);
    packetHeader.writeUInt32BE(500_000_000, 4);
    packetHeader.writeUInt32BE(packet.length, 8);
    expect(readPcap(Buffer.concat([header, packetHeader, packet]))).toMatchObject([{ at: NOON + 0.5 }]);
  });

  test('pcapng, an empty file and an unknown link layer are refused by name', () => {
    const pcapng = Buffer.from('0a0d0d0a'.padEnd(64, '0'), 'hex');
    expect(() => readPcap(pcapng)).toThrow(UnreadablePcapError);
    expect(() => readPcap(pcapng)).toThrow(/0xa0d0d0a .*tcpdump -r/);
    expect(() => readPcap(Buffer.alloc(0))).toThrow(UnreadablePcapError);
    expect(() => readPcap(pcapBytes(105, []))).toThrow(/link type 105/);
  });
});
