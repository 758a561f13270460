import ipaddr from 'ipaddr.js';

type Cidr = ReturnType<typeof ipaddr.parseCIDR>;

/** Ranges that documentation uses for "somebody on the internet" (RFC 5737, RFC 3849): treated as such. */
const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map(
  (range) => ipaddr.parseCIDR(range),
);

/** Addresses repeat from line to line; an answer is kept until the table is full, then all are forgotten. */
const CACHE_SIZE = 65_536;

function remembered(answer: (address: string) => boolean): (address: string) => boolean {
  const answers = new Map<string, boolean>();
  // Several rules ask of the same record.
  let last = '';
  let lastAnswer = answer(last);
  return (address) => {
    if (address === last) return lastAnswer;
    let known = answers.get(address);
    if (known === undefined) {
      if (answers.size >= CACHE_SIZE) answers.clear();
      known = answer(address);
      answers.set(address, known);
    }
    last = address;
    lastAnswer = known;
    return known;
  };
}

/** Undefined for what is no address. Asked first whether it is one, the library would look through it twice. */
function parsed(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  try {
    return ipaddr.process(text);
  } catch {
    return undefined;
  }
}

function lies(address: ipaddr.IPv4 | ipaddr.IPv6, range: Cidr): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}

/**
 * Is the address one of the internet's? Private, shared (100.64.0.0/10), link-local, loopback, multicast and
 * class E addresses are not; text that is no address is not.
 */
export const isPublicAddress = remembered((text) => {
  const address = parsed(text);
  if (address === undefined) return false;
  return address.range() === 'unicast' || DOCUMENTATION.some((range) => lies(address, range));
});

/** Where a VPC and what is joined to it lie (RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291), as ipaddr.js calls it. */
const INSIDE = new Set(['private', 'carrierGradeNat', 'linkLocal', 'loopback', 'uniqueLocal']);
/** Nobody sends from there. */
const NOBODY = new Set(['unspecified', 'multicast', 'broadcast']);

/**
 * Does a source lie outside of the owner's networks? That is what moves a severity. Wider than the internet: reserved
 * addresses, as anonymized flow logs have them, are nobody's own either. Text that is no address is not outside.
 */
export const isOutsideAddress = remembered((text) => {
  const range = parsed(text)?.range();
  return range !== undefined && !INSIDE.has(range) && !NOBODY.has(range);
});

/** A CIDR range that cannot be read. */
export class InvalidCidrError extends Error {
  override readonly name = 'InvalidCidrError';
  readonly cidr: string;

  constructor(cidr: string) {
    super(`${JSON.stringify(cidr)} is not a CIDR range; write it like 192.0.2.0/24 or 2001:db8::/32`);
    this.cidr = cidr;
  }
}

/**
 * Answers whether an address lies in any of the ranges.
 *
 * @throws InvalidCidrError for a range that cannot be read.
 */
export function cidrMatcher(cidrs: readonly string[]): (address: string) => boolean {
  const ranges = cidrs.map((cidr) => {
    if (!ipaddr.isValidCIDR(cidr)) throw new InvalidCidrError(cidr);
    return ipaddr.parseCIDR(cidr);
  });
  if (ranges.length === 0) return () => false;
  return remembered((text) => {
    const address = parsed(text);
    return address !== undefined && ranges.some((range) => lies(address, range));
  });
}
