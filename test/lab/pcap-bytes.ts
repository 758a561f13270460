/** One packet for `pcapBytes`. */
export interface PcapPacket {
  /** Epoch seconds, with fraction. */
  readonly at: number;
  readonly frame: Buffer;
}

/** A classic pcap file as tcpdump writes it on this machine's kind of processor: little endian, microseconds. */
export function pcapBytes(linkType: number, packets: readonly PcapPacket[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(linkType, 20);
  return Buffer.concat([header, ...packets.flatMap(({ at, frame }) => [packetHeader(at, frame), frame])]);
}

function packetHeader(at: number, frame: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(at), 0);
  header.writeUInt32LE(Math.round((at % 1) * 1e6), 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return header;
}

/** A TCP segment's 20-byte header and so many bytes of payload. */
export function tcp(sourcePort: number, destinationPort: number, flags: number, payloadBytes = 0): Buffer {
  const segment = Buffer.alloc(20 + payloadBytes);
  segment.writeUInt16BE(sourcePort, 0);
  segment.writeUInt16BE(destinationPort, 2);
  segment[12] = 0x50;
  segment[13] = flags;
  return segment;
}

/** A UDP datagram of so many bytes of payload. */
export function udp(sourcePort: number, destinationPort: number, payloadBytes: number): Buffer {
  const datagram = Buffer.alloc(8 + payloadBytes);
  datagram.writeUInt16BE(sourcePort, 0);
  datagram.writeUInt16BE(destinationPort, 2);
  datagram.writeUInt16BE(datagram.length, 4);
  return datagram;
}

/** An IPv4 packet around a TCP segment (protocol 6) or another payload. */
export function ipv4(source: string, destination: string, payload: Buffer, protocol = 6): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header[9] = protocol;
  header.set(source.split('.').map(Number), 12);
  header.set(destination.split('.').map(Number), 16);
  return Buffer.concat([header, payload]);
}

/** An IPv6 packet; addresses are given as their 16 bytes in hexadecimal. */
export function ipv6(source: string, destination: string, payload: Buffer, nextHeader = 6): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(payload.length, 4);
  header[6] = nextHeader;
  header.set(Buffer.from(source, 'hex'), 8);
  header.set(Buffer.from(destination, 'hex'), 24);
  return Buffer.concat([header, payload]);
}

/** An Ethernet frame; the addresses do not matter here. */
export function ethernet(etherType: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt16BE(etherType, 12);
  return Buffer.concat([header, payload]);
}
