import ipaddr from 'ipaddr.js';

const OCTET = '[0-9]{1,3}';
const GROUP = '[0-9a-f]{1,4}';
const GROUPS = 8;

/**
 * A range as a regular expression on the text of an address, from its begin: Athena, DuckDB and JavaScript read it alike.
 * IPv6 as flow logs write it (RFC 5952).
 *
 * @example rangePattern('192.0.2.0/26') // '192\\.0\\.2\\.(0|1|…|63)$'
 */
export function rangePattern(cidr: string): string {
  const [address, length] = ipaddr.parseCIDR(cidr);
  return address instanceof ipaddr.IPv4 ? ipv4Pattern(address, length) : ipv6Pattern(address, length);
}

function ipv4Pattern({ octets }: ipaddr.IPv4, length: number): string {
  const whole = length >> 3;
  const bits = length & 7;
  const parts = octets.slice(0, whole).map(String);
  if (bits > 0) {
    const size = 2 ** (8 - bits);
    const first = (octets[whole] as number) & ~(size - 1);
    parts.push(`(${Array.from({ length: size }, (_, index) => first + index).join('|')})`);
  }
  while (parts.length < 4) parts.push(OCTET);
  return `${parts.join('\\.')}$`;
}

interface Group {
  readonly pattern: string;
  readonly mayBeZero: boolean;
}

/** All ways in which an address of the range may be written: in full, or with a run of zeros left out. */
function ipv6Pattern(address: ipaddr.IPv6, length: number): string {
  const known = address.parts
    .slice(0, Math.ceil(length / 16))
    .map((part, index) => groupOf(part, length - index * 16));
  const patterns = known.map(({ pattern }) => pattern);
  const after = GROUPS - known.length;
  const inFull = [...patterns, ...Array.from({ length: after }, () => GROUP)].join(':');
  const written = [`${inFull}$`];
  if (after > 1) written.push(`${patterns.join(':')}:(${GROUP}:){0,${after - 2}}:(${GROUP}(:${GROUP})*)?$`);
  for (let from = 0; from < known.length; from += 1) {
    for (let to = from + 1; to <= known.length; to += 1) {
      if (!known.slice(from, to).every(({ mayBeZero }) => mayBeZero)) break;
      const before = patterns.slice(0, from).join(':');
      if (to < known.length) {
        if (to - from < 2) continue;
        const rest = [...patterns.slice(to), ...Array.from({ length: after }, () => GROUP)].join(':');
        written.push(`${before}::${rest}$`);
      } else {
        const most = Math.min(after, GROUPS - from - 2);
        written.push(`${before}::${most === 0 ? '' : `(${GROUP}(:${GROUP}){0,${most - 1}})?`}$`);
      }
    }
  }
  return `(${written.join('|')})`;
}

/** One group of four hexadecimal digits, of which the first `bits` are given: without leading zeros. */
function groupOf(part: number, bits: number): Group {
  if (bits >= 16) return { pattern: part.toString(16), mayBeZero: part === 0 };
  const first = part & ~(2 ** (16 - bits) - 1);
  const whole = bits >> 2;
  const digits = first.toString(16).padStart(4, '0');
  const odd = bits & 3;
  const heads =
    odd === 0
      ? [digits.slice(0, whole)]
      : Array.from(
          { length: 2 ** (4 - odd) },
          (_, index) =>
            digits.slice(0, whole) + (Number.parseInt(digits.charAt(whole), 16) + index).toString(16),
        );
  const patterns = heads.map((head) => {
    const free = 4 - head.length;
    const shown = head.replace(/^0+/, '');
    if (shown !== '') return `${shown}[0-9a-f]{${free}}`;
    return free === 0 ? '0' : `[0-9a-f]{1,${free}}`;
  });
  return { pattern: `(${patterns.join('|')})`, mayBeZero: first === 0 };
}
