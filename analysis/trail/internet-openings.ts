import { groupBy } from '../group-by';
import { blocksOf } from './address-space';
import type { OpenedRule } from './opened-rules';
import { type AdmittingRule, ALL_PROTOCOLS, PortSweep } from './port-sweep';

/** A span of ports that the internet can reach from now on, with the ranges that add up to it. */
export interface InternetOpening {
  readonly groupId: string | undefined;
  readonly vpcId: string | undefined;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly ranges: readonly string[];
}

/**
 * What of these rules lets the internet in, by group, protocol and span of ports: what they add up to on each port,
 * wherever their own spans begin and end. Neighbouring ports that the same ranges open are one opening.
 */
export function internetOpenings(rules: readonly OpenedRule[]): readonly InternetOpening[] {
  return [...groupBy(rules, ({ groupId }) => groupId ?? '').values()].flatMap((ofGroup) => {
    const groupId = ofGroup[0]?.groupId;
    const sweep = new PortSweep<AdmittingRule>();
    for (const rule of ofGroup) {
      const { range } = rule;
      if (range !== undefined) sweep.add({ ...rule, range, blocks: blocksOf(range) });
    }
    const vpcId = ofGroup.find((rule) => rule.vpcId !== undefined)?.vpcId;
    return [...sweep.protocols].flatMap((protocol) =>
      openSpans(sweep, protocol).map((span) => ({ groupId, vpcId, protocol, ...span })),
    );
  });
}

export function isTcp({ protocol }: Pick<OpenedRule, 'protocol'>): boolean {
  return protocol === 'tcp' || protocol === ALL_PROTOCOLS;
}

/** `ports 20 to 25 to 0.0.0.0/1 and 128.0.0.0/1`. */
export function describeOpening({ protocol, fromPort, toPort, ranges }: InternetOpening): string {
  const ports =
    protocol === ALL_PROTOCOLS
      ? 'every port'
      : fromPort === toPort
        ? `${protocol} port ${fromPort}`
        : `${protocol} ports ${fromPort} to ${toPort}`;
  return `opens ${ports} to ${ranges.slice(0, 4).join(' and ')}`;
}

interface Span {
  readonly fromPort: number;
  readonly toPort: number;
  readonly ranges: readonly string[];
}

function openSpans(sweep: PortSweep<AdmittingRule>, protocol: string): readonly Span[] {
  const spans: Span[] = [];
  sweep.through(protocol, (fromPort, toPort, cover, holding) => {
    const whole = wholesOf(holding);
    if (whole.length === 0 && !cover.isInternet) return;
    const last = spans.at(-1);
    // Where parts add up, each span has others: one opening names those of its first.
    const isSame =
      last?.toPort === fromPort - 1 &&
      (whole.length === 0 ? !last.ranges.some(isWhole) : whole.join() === last.ranges.join());
    if (last !== undefined && isSame) spans[spans.length - 1] = { ...last, toPort };
    else {
      const ranges = whole.length > 0 ? whole : [...new Set([...holding].map(({ range }) => range))].sort();
      spans.push({ fromPort, toPort, ranges });
    }
  });
  return spans;
}

function wholesOf(rules: Iterable<AdmittingRule>): readonly string[] {
  const wholes = new Set<string>();
  for (const { range } of rules) if (isWhole(range)) wholes.add(range);
  return [...wholes].sort();
}

function isWhole(range: string): boolean {
  return range.endsWith('/0');
}
