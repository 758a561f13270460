import { parseCIDR } from 'ipaddr.js';

type Family = 'ipv4' | 'ipv6';

/** Addresses that begin with the same bits, inside of what the internet uses. */
export interface AddressBlock {
  readonly family: Family;
  readonly bytes: readonly number[];
  /** How many bits they share. */
  readonly length: number;
}

/**
 * What the registries give out of IPv6, as IANA lists it (ipv6-unicast-address-assignments): the rest of 2000::/3 is
 * nobody's yet, so that a few blocks of 12 bits are the whole internet. 6to4 (2002::/16) is not used any more.
 */
const IPV6_IN_USE = [
  '2001::/16',
  '2003::/18',
  '2400::/12',
  '2410::/12',
  '2600::/12',
  '2610::/23',
  '2620::/23',
  '2630::/12',
  '2800::/12',
  '2a00::/12',
  '2a10::/12',
  '2c00::/12',
];

/** Bits beyond which a block is too small to count: sums of these sizes are exact numbers. */
const DEEPEST: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 56 };

/** No network is a quarter of the internet; whoever opens that much opens it to strangers. */
const SHARE = 1 / 4;

const IN_USE = IPV6_IN_USE.map((range) => {
  const [address, length] = parseCIDR(range);
  return { family: 'ipv6', bytes: address.toByteArray(), length } as const;
});
const SIZES: Readonly<Record<Family, number>> = {
  ipv4: 2 ** 32,
  // The blocks of 12 bits: what was given out before there were any is small beside them.
  ipv6: IN_USE.reduce((sum, { length }) => sum + (length === 12 ? 2 ** (DEEPEST.ipv6 - length) : 0), 0),
};

/**
 * Do these ranges together admit the internet? Any range of prefix length 0 does, and so do ranges that add up to a
 * quarter of it or more, such as two halves. What is no range is left out.
 *
 * @example
 * isInternet(['0.0.0.0/1', '128.0.0.0/1']) // true
 * isInternet(['10.0.0.0/8', '203.0.113.0/24']) // false
 */
export function isInternet(ranges: readonly string[]): boolean {
  if (ranges.some((range) => range.endsWith('/0'))) return true;
  // Nearly every rule ends here: a sum of their sizes that is too small needs no look at where they lie.
  const most = { ipv4: 0, ipv6: 0 };
  for (const range of ranges) most[familyOf(range)] += shareOf(range);
  if (!isInternetShare(most)) return false;
  const cover = new AddressCover();
  for (const range of ranges) for (const block of blocksOf(range)) cover.add(block);
  return cover.isInternet;
}

/** Is so much of either one enough to be told as the internet? */
export function isInternetShare({ ipv4, ipv6 }: Readonly<Record<Family, number>>): boolean {
  return ipv4 >= SHARE || ipv6 >= SHARE;
}

export function familyOf(range: string): Family {
  return range.includes(':') ? 'ipv6' : 'ipv4';
}

/** At most so much of its internet is in the range: 1 for all of it, 0 for what is no range. */
export function shareOf(range: string): number {
  const length = lengthOf(range);
  if (Number.isNaN(length)) return 0;
  const family = familyOf(range);
  return Math.min(1, 2 ** (DEEPEST[family] - length) / SIZES[family]);
}

/** How many bits the range leaves to nobody; not a number for what is no range. */
export function lengthOf(range: string): number {
  const slash = range.indexOf('/');
  return slash < 0 ? Number.NaN : Number(range.slice(slash + 1));
}

/** The parts of a range that the internet uses; none of what is no range or too small to count. */
export function blocksOf(range: string): readonly AddressBlock[] {
  let block: AddressBlock;
  try {
    const [address, length] = parseCIDR(range);
    block = { family: address.kind(), bytes: address.toByteArray(), length };
  } catch {
    return [];
  }
  if (block.length > DEEPEST[block.family]) return [];
  if (block.family === 'ipv4') return [block];
  return IN_USE.some((used) => isWithin(block, used))
    ? [block]
    : IN_USE.filter((used) => isWithin(used, block));
}

function isWithin(block: AddressBlock, outer: AddressBlock): boolean {
  if (block.length < outer.length) return false;
  for (let bit = 0; bit < outer.length; bit += 1) if (bitOf(block, bit) !== bitOf(outer, bit)) return false;
  return true;
}

function bitOf({ bytes }: AddressBlock, bit: number): 0 | 1 {
  return (((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1) as 0 | 1;
}

interface Node {
  readonly below: [Node | undefined, Node | undefined];
  /** Blocks that are this part itself. */
  times: number;
  /** Addresses of it that are in any block. */
  covered: number;
}

const newNode = (): Node => ({ below: [undefined, undefined], times: 0, covered: 0 });

/**
 * How much of the internet is in at least one of the blocks that are in now. To put one in or out costs a step for each
 * of its bits, however many there are.
 */
export class AddressCover {
  readonly #roots: Readonly<Record<Family, Node>> = { ipv4: newNode(), ipv6: newNode() };

  /** Of one change, from the root; kept to be filled again. */
  readonly #path: Node[] = [];

  add(block: AddressBlock): void {
    this.#change(block, 1);
  }

  /** Takes out what was put in. */
  remove(block: AddressBlock): void {
    this.#change(block, -1);
  }

  share(family: Family): number {
    return this.#roots[family].covered / SIZES[family];
  }

  get isInternet(): boolean {
    return isInternetShare({ ipv4: this.share('ipv4'), ipv6: this.share('ipv6') });
  }

  #change(block: AddressBlock, by: 1 | -1): void {
    const path = this.#path;
    let node: Node = this.#roots[block.family];
    for (let bit = 0; bit < block.length; bit += 1) {
      path[bit] = node;
      const side = bitOf(block, bit);
      let next = node.below[side];
      if (next === undefined) {
        next = newNode();
        node.below[side] = next;
      }
      node = next;
    }
    path[block.length] = node;
    node.times += by;
    for (let bit = block.length; bit >= 0; bit -= 1) {
      const { below, times, covered } = path[bit] as Node;
      const now =
        times > 0 ? 2 ** (DEEPEST[block.family] - bit) : (below[0]?.covered ?? 0) + (below[1]?.covered ?? 0);
      // Within what is covered already nothing changes further up.
      if (now === covered) return;
      (path[bit] as Node).covered = now;
    }
  }
}
