import ipaddr from 'ipaddr.js';

/** What a flow log could know of one captured packet. */
export interface Packet {
  /** Epoch seconds, with fraction. */
  readonly at: number;
  readonly source: string;
  readonly destination: string;
  /** IANA number: 6 is TCP, 17 is UDP. */
  readonly protocol: number;
  /** 0 for protocols without ports and for the later fragments of a datagram. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Total length of the IP packet, headers included: what flow logs count as bytes. */
  readonly bytes: number;
  /** The flags octet of the TCP header; 0 for other protocols. */
  readonly flags: number;
}

/** A file that is no classic pcap, or whose link layer is unknown here. */
export class UnreadablePcapError extends Error {
  override readonly name = 'UnreadablePcapError';
}

const FILE_HEADER_BYTES = 24;
const PACKET_HEADER_BYTES = 16;
/** pcap-savefile(5): the magic number says the byte order and whether fractions are micro- or nanoseconds. */
const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;

const TCP = 6;
const UDP = 17;
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
/** 802.1Q and 802.1ad: four more bytes, then the EtherType of what is inside. */
const VLAN_TAGS = new Set([0x8100, 0x88a8]);
/** IPv6 extension headers that stand before TCP: hop-by-hop, routing, fragment, destination options. */
const FRAGMENT = 44;
const EXTENSIONS = new Set([0, 43, FRAGMENT, 60]);

/** Where the EtherType stands and where the IP packet begins, by link type (tcpdump's LINKTYPE_ registry). */
const LINKS: Readonly<Record<number, { readonly etherType: number; readonly length: number }>> = {
  1: { etherType: 12, length: 14 }, // Ethernet
  113: { etherType: 14, length: 16 }, // Linux cooked
  276: { etherType: 0, length: 20 }, // Linux cooked, version 2
};
/** Raw IP under each of its numbers. */
const RAW_IP = new Set([12, 14, 101, 228, 229]);

/**
 * Reads the IP packets of a classic pcap file as tcpdump writes it, in the file's order.
 *
 * Packets that are no IP (ARP and the like) are left out; so is what stands after a cut in the file's last
 * packet. Snap lengths do no harm as long as they leave the TCP header: lengths come from the IP header.
 *
 * @throws UnreadablePcapError for pcapng, other files, and link types other than Ethernet, Linux cooked, raw IP.
 */
export function readPcap(file: Buffer): Packet[] {
  const { isLittleEndian, fractions, linkType } = readFileHeader(file);
  const u32 = (at: number) => (isLittleEndian ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const packets: Packet[] = [];
  for (let at = FILE_HEADER_BYTES; at + PACKET_HEADER_BYTES <= file.length; ) {
    const end = at + PACKET_HEADER_BYTES + u32(at + 8);
    if (end > file.length) break;
    const ip = ipPacketOf(file.subarray(at + PACKET_HEADER_BYTES, end), linkType);
    const packet = ip && readIp(ip, u32(at) + u32(at + 4) / fractions);
    if (packet !== undefined) packets.push(packet);
    at = end;
  }
  return packets;
}

function readFileHeader(file: Buffer): { isLittleEndian: boolean; fractions: number; linkType: number } {
  const little = file.length >= FILE_HEADER_BYTES ? file.readUInt32LE(0) : 0;
  const big = file.length >= FILE_HEADER_BYTES ? file.readUInt32BE(0) : 0;
  const isLittleEndian = little === MICROSECONDS || little === NANOSECONDS;
  const magic = isLittleEndian ? little : big;
  if (magic !== MICROSECONDS && magic !== NANOSECONDS) {
    throw new UnreadablePcapError(
      `a file that begins with 0x${big.toString(16)} is no classic pcap; tcpdump -r in.pcapng -w out.pcap makes one`,
    );
  }
  // The upper half of the field says whether frames end with a checksum.
  const linkType = (isLittleEndian ? file.readUInt32LE(20) : file.readUInt32BE(20)) & 0xffff;
  if (LINKS[linkType] === undefined && !RAW_IP.has(linkType)) {
    throw new UnreadablePcapError(
      `link type ${linkType} is not read here; capture on Ethernet, with -i any, or on a tunnel`,
    );
  }
  return { isLittleEndian, fractions: magic === NANOSECONDS ? 1e9 : 1e6, linkType };
}

/** The frame without its link layer; `undefined` for what is no IP. */
function ipPacketOf(frame: Buffer, linkType: number): Buffer | undefined {
  const link = LINKS[linkType];
  if (link === undefined) return frame;
  if (frame.length < link.length) return undefined;
  let start = link.length;
  let etherType = frame.readUInt16BE(link.etherType);
  while (VLAN_TAGS.has(etherType) && frame.length >= start + 4) {
    etherType = frame.readUInt16BE(start + 2);
    start += 4;
  }
  return etherType === ETHERTYPE_IPV4 || etherType === ETHERTYPE_IPV6 ? frame.subarray(start) : undefined;
}

function readIp(ip: Buffer, at: number): Packet | undefined {
  const version = (ip[0] ?? 0) >> 4;
  if (version === 4 && ip.length >= 20) {
    const isLaterFragment = (ip.readUInt16BE(6) & 0x1fff) !== 0;
    // An offloading network card leaves the length to be filled in later: then the capture knows it.
    const bytes = ip.readUInt16BE(2) || ip.length;
    const payload = isLaterFragment ? undefined : ip.subarray(((ip[0] as number) & 0x0f) * 4);
    return packetOf(at, addressAt(ip, 12, 4), addressAt(ip, 16, 4), ip[9] as number, bytes, payload);
  }
  if (version !== 6 || ip.length < 40) return undefined;
  const { protocol, payload } = afterExtensions(ip);
  const bytes = 40 + ip.readUInt16BE(4);
  return packetOf(at, addressAt(ip, 8, 16), addressAt(ip, 24, 16), protocol, bytes, payload);
}

function afterExtensions(ip: Buffer): { protocol: number; payload: Buffer | undefined } {
  let protocol = ip[6] as number;
  let start = 40;
  while (EXTENSIONS.has(protocol) && ip.length >= start + 8) {
    const isFragment = protocol === FRAGMENT;
    if (isFragment && (ip.readUInt16BE(start + 2) & 0xfff8) !== 0) {
      return { protocol: ip[start] as number, payload: undefined };
    }
    protocol = ip[start] as number;
    start += isFragment ? 8 : ((ip[start + 1] as number) + 1) * 8;
  }
  return { protocol, payload: ip.subarray(start) };
}

function packetOf(
  at: number,
  source: string,
  destination: string,
  protocol: number,
  bytes: number,
  payload: Buffer | undefined,
): Packet {
  const hasPorts = (protocol === TCP || protocol === UDP) && payload !== undefined && payload.length >= 4;
  return {
    at,
    source,
    destination,
    protocol,
    sourcePort: hasPorts ? payload.readUInt16BE(0) : 0,
    destinationPort: hasPorts ? payload.readUInt16BE(2) : 0,
    bytes,
    flags: hasPorts && protocol === TCP ? (payload[13] ?? 0) : 0,
  };
}

/** In the canonical form that flow logs use: IPv6 with its longest run of zeroes as `::`. */
function addressAt(ip: Buffer, start: number, length: number): string {
  return ipaddr.fromByteArray([...ip.subarray(start, start + length)]).toString();
}
