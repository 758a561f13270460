import { parseCIDR } from 'ipaddr.js';

/** First and last address. */
type Range = readonly [from: bigint, to: bigint];

/** What stands for the internet: all of IPv4, and what IANA gives out of IPv6 (2000::/3). */
const INTERNET: Readonly<Record<'ipv4' | 'ipv6', Range>> = {
  ipv4: [0n, 2n ** 32n - 1n],
  ipv6: [1n << 125n, (1n << 125n) + (1n << 125n) - 1n],
};

/** No network is a quarter of the internet; whoever opens that much opens it to strangers. */
const SHARE = 4n;

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
  // A sum of less than 64 ranges of /8 or longer stays below a quarter: nearly every rule ends here.
  if (!ranges.some(isWide) && ranges.length < 64) return false;
  return (['ipv4', 'ipv6'] as const).some((kind) => {
    const space = INTERNET[kind];
    const covered = sizeOf(
      ranges.flatMap((text) => rangeOf(text, kind) ?? []).map((range) => cut(range, space)),
    );
    return covered * SHARE >= space[1] - space[0] + 1n;
  });
}

function isWide(range: string): boolean {
  return Number(range.slice(range.indexOf('/') + 1)) < 8;
}

function rangeOf(text: string, kind: 'ipv4' | 'ipv6'): readonly Range[] | undefined {
  try {
    const [address, bits] = parseCIDR(text);
    if (address.kind() !== kind) return undefined;
    const bytes = address.toByteArray();
    const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const size = 1n << BigInt(bytes.length * 8 - bits);
    const from = value - (value % size);
    return [[from, from + size - 1n]];
  } catch {
    return undefined;
  }
}

function cut([from, to]: Range, [first, last]: Range): Range {
  return [from < first ? first : from, to > last ? last : to];
}

/** How many addresses are in at least one of the ranges. */
function sizeOf(ranges: readonly Range[]): bigint {
  let size = 0n;
  let next = 0n;
  for (const [from, to] of [...ranges].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))) {
    const begin = from > next ? from : next;
    if (to < begin) continue;
    size += to - begin + 1n;
    next = to + 1n;
  }
  return size;
}
