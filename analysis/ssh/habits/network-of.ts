/**
 * The network that an address is taken to belong to, as a text: /16 of IPv4 and /32 of IPv6. Names of clouds and content
 * networks resolve to ever other addresses of one operator, who mostly has no less than that (an IPv6 allocation is a /32,
 * RIPE-738 5.1.1). Finer, and every day of an ordinary service has networks that it never used; the price is that
 * somebody who rents a host beside one that the service uses is taken for it.
 *
 * @example
 * networkOf('52.94.220.16'); // '52.94.0.0/16'
 * networkOf('2a05:d018:1::5'); // '2a05:d018::/32'
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return `${leading(address, '.', 2)}.0.0/16`;
  const [first = '0', second = '0'] = address.split(':');
  return `${first || '0'}:${second || '0'}::/32`;
}

/** The neighbourhood of an address inside: /24 of IPv4, the /64 that a subnet of a VPC has of IPv6. */
export function subnetOf(address: string): string {
  if (!address.includes(':')) return `${leading(address, '.', 3)}.0/24`;
  return `${leading(address, ':', 4)}::/64`;
}

function leading(address: string, separator: string, parts: number): string {
  let end = -1;
  for (let part = 0; part < parts; part += 1) {
    const next = address.indexOf(separator, end + 1);
    if (next < 0) return address;
    end = next;
  }
  return address.slice(0, end);
}
