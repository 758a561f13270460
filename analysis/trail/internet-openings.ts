import { type AddressBlock, AddressCover, blocksOf } from './address-space';
import type { OpenedRule } from './opened-rules';

/** A span of ports that the internet can reach from now on, with the ranges that add up to it. */
export interface InternetOpening {
  readonly groupId: string | undefined;
  readonly vpcId: string | undefined;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly ranges: readonly string[];
}

/** A rule with the addresses that it admits. */
export interface AdmittingRule extends Pick<OpenedRule, 'protocol' | 'fromPort' | 'toPort'> {
  readonly range: string;
  readonly blocks: readonly AddressBlock[];
}

const ALL = '-1';

/**
 * What of these rules lets the internet in, by group, protocol and span of ports: what they add up to on each port,
 * wherever their own spans begin and end. Neighbouring ports that the same ranges open are one opening.
 */
export function internetOpenings(rules: readonly OpenedRule[]): readonly InternetOpening[] {
  const groups = new Map<string | undefined, OpenedRule[]>();
  for (const rule of rules) {
    const known = groups.get(rule.groupId);
    if (known === undefined) groups.set(rule.groupId, [rule]);
    else known.push(rule);
  }
  return [...groups].flatMap(([groupId, ofGroup]) => {
    const admitting = ofGroup.flatMap((rule) =>
      rule.range === undefined ? [] : { ...rule, range: rule.range, blocks: blocksOf(rule.range) },
    );
    const vpcId = ofGroup.find((rule) => rule.vpcId !== undefined)?.vpcId;
    return protocolsOf(admitting).flatMap((protocol) =>
      openSpans(admitting, protocol).map((span) => ({ groupId, vpcId, protocol, ...span })),
    );
  });
}

export function isTcp({ protocol }: Pick<OpenedRule, 'protocol'>): boolean {
  return protocol === 'tcp' || protocol === ALL;
}

/** `ports 20 to 25 to 0.0.0.0/1 and 128.0.0.0/1`. */
export function describeOpening({ protocol, fromPort, toPort, ranges }: InternetOpening): string {
  const ports =
    protocol === ALL
      ? 'every port'
      : fromPort === toPort
        ? `${protocol} port ${fromPort}`
        : `${protocol} ports ${fromPort} to ${toPort}`;
  return `opens ${ports} to ${ranges.slice(0, 4).join(' and ')}`;
}

export function protocolsOf(rules: readonly Pick<OpenedRule, 'protocol'>[]): readonly string[] {
  return [...new Set(rules.map(({ protocol }) => protocol))];
}

/**
 * Goes through the ports in order, from one where a rule begins or ends to the next, and shows of each span which rules
 * hold there and what they admit together. Rules for every protocol count with those of the protocol, but a span that
 * they alone make is none of it. Costs a sort, and a step a bit of each range; what is shown must not be kept.
 */
export function sweepPorts<Rule extends AdmittingRule>(
  rules: readonly Rule[],
  protocol: string,
  see: (fromPort: number, toPort: number, cover: AddressCover, holding: ReadonlySet<Rule>) => void,
): void {
  const turns = rules
    .filter((rule) => rule.protocol === protocol || rule.protocol === ALL)
    .flatMap((rule) => [
      { port: rule.fromPort, rule, begins: true },
      { port: rule.toPort + 1, rule, begins: false },
    ])
    .sort((one, other) => one.port - other.port);
  const cover = new AddressCover();
  const holding = new Set<Rule>();
  let named = 0;
  for (const [index, { port, rule, begins }] of turns.entries()) {
    for (const block of rule.blocks) begins ? cover.add(block) : cover.remove(block);
    if (begins) holding.add(rule);
    else holding.delete(rule);
    if (rule.protocol === protocol) named += begins ? 1 : -1;
    const next = turns[index + 1]?.port;
    if (next !== undefined && next > port && named > 0) see(port, next - 1, cover, holding);
  }
}

interface Span {
  readonly fromPort: number;
  readonly toPort: number;
  readonly ranges: readonly string[];
}

function openSpans(rules: readonly AdmittingRule[], protocol: string): readonly Span[] {
  const spans: Span[] = [];
  sweepPorts(rules, protocol, (fromPort, toPort, cover, holding) => {
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
