import ipaddr from 'ipaddr.js';

/** Networks by address and width, of those that were looked at; forgotten together when there are too many. */
const NETWORKS = new Map<string, string | undefined>();
const MOST_NETWORKS = 4_096;

/** How much of an address says where it is. */
export interface Widths {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** One machine: an IPv4 address, and of IPv6 the network, since machines change the rest by themselves (RFC 8981). */
export const ONE_MACHINE: Widths = { ipv4: 32, ipv6: 64 };
/** One site: neighbouring addresses of one provider's customer, and of IPv6 what a site is given (RFC 6177). */
export const ONE_SITE: Widths = { ipv4: 24, ipv6: 48 };

/**
 * The network that an address lies in, written in one way however the address was written; undefined for what is no
 * address.
 *
 * @example
 * networkOf('2600:1f18::2:3:4:9', { ipv4: 24, ipv6: 48 }) // '2600:1f18::/48'
 */
export function networkOf(address: string | undefined, { ipv4, ipv6 }: Widths): string | undefined {
  if (address === undefined) return undefined;
  const place = `${address}/${ipv4}/${ipv6}`;
  if (NETWORKS.has(place)) return NETWORKS.get(place);
  if (NETWORKS.size >= MOST_NETWORKS) NETWORKS.clear();
  const network = looked(address, ipv4, ipv6);
  NETWORKS.set(place, network);
  return network;
}

function looked(text: string, ipv4: number, ipv6: number): string | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  // `::ffff:192.0.2.1` is 192.0.2.1.
  const address = ipaddr.process(text);
  const [family, bits] = address.kind() === 'ipv4' ? [ipaddr.IPv4, ipv4] : [ipaddr.IPv6, ipv6];
  return `${family.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`;
}

/** Can two addresses be told apart by where they are? IPv4 and IPv6 of one machine have nothing in common. */
export function areElsewhere(one: string, other: string, widths: Widths): boolean {
  const [first, second] = [networkOf(one, widths), networkOf(other, widths)];
  if (first === undefined || second === undefined) return false;
  return first.includes(':') === second.includes(':') && first !== second;
}
