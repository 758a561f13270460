import fc from 'fast-check';
import { isInternet } from '../../../analysis/trail/address-space';
import { internetOpenings } from '../../../analysis/trail/internet-openings';
import { closedPart, isWide, OpenedInParts, openedPart } from '../../../analysis/trail/opened-in-parts';
import type { OpenedRule } from '../../../analysis/trail/opened-rules';

const rule = (fromPort: number, toPort: number, range: string, protocol = 'tcp'): OpenedRule => ({
  groupId: 'sg-1',
  vpcId: undefined,
  protocol,
  fromPort,
  toPort,
  range,
  prefixList: undefined,
  ruleId: undefined,
});

/** Asks each port by itself. */
function openPorts(rules: readonly OpenedRule[], protocol: string): readonly number[] {
  return Array.from({ length: 12 }, (_, port) => port).filter((port) => {
    const holding = rules.filter(
      (one) =>
        (one.protocol === protocol || one.protocol === '-1') && one.fromPort <= port && one.toPort >= port,
    );
    return (
      holding.some((one) => one.protocol === protocol) &&
      isInternet(holding.flatMap(({ range }) => range ?? []))
    );
  });
}

const aRange = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 3, max: 6 }))
    .map(([first, length]) => `${first * 16}.0.0.0/${length}`),
  fc.constantFrom('2400::/12', '2600::/12', '2600::/13', '2a00::/12', '2000::/5', '10.0.0.0/8'),
);
const aRule = fc
  .tuple(
    fc.integer({ min: 0, max: 11 }),
    fc.integer({ min: 0, max: 11 }),
    aRange,
    fc.constantFrom('tcp', 'tcp', 'udp', '-1'),
  )
  .map(([one, other, range, protocol]) =>
    protocol === '-1'
      ? rule(0, 11, range, '-1')
      : rule(Math.min(one, other), Math.max(one, other), range, protocol),
  );

test('what rules open is what each port by itself has open', () => {
  fc.assert(
    fc.property(fc.array(aRule, { maxLength: 14 }), (rules) => {
      const found = internetOpenings(rules);
      for (const protocol of ['tcp', 'udp', '-1']) {
        const ports = found
          .filter((one) => one.protocol === protocol)
          .flatMap(({ fromPort, toPort }) =>
            Array.from({ length: toPort - fromPort + 1 }, (_, index) => fromPort + index),
          );
        expect(ports).toEqual(openPorts(rules, protocol));
      }
    }),
  );
});

test('rules that come and go are open when those that hold are', () => {
  const anAct = fc.record({ at: fc.integer({ min: 0, max: 60 }), what: aRule, opens: fc.boolean() });
  fc.assert(
    fc.property(fc.array(anAct, { maxLength: 40 }), fc.integer({ min: 5, max: 60 }), (acts, window) => {
      const values = acts
        .map(({ at, what, opens }) => ({
          at,
          what,
          value: opens ? openedPart(what, at) : closedPart(what, at),
        }))
        .sort((one, other) => one.at - other.at || (one.value < other.value ? -1 : 1));
      const reach = new OpenedInParts();
      let from = 0;
      for (const [index, { at, value }] of values.entries()) {
        for (; at - (values[from]?.at ?? at) > window; from += 1) reach.leave(values[from]?.value ?? '');
        reach.come(value);
        const holding = new Map<string, OpenedRule>();
        for (const one of values.slice(from, index + 1)) {
          const { protocol, fromPort, toPort, range } = one.what;
          const key = `${protocol} ${fromPort} ${toPort} ${range}`;
          if (one.value.startsWith('opens')) holding.set(key, one.what);
          else holding.delete(key);
        }
        const rules = [...holding.values()];
        expect(reach.isReached).toBe(['tcp', 'udp', '-1'].some((it) => openPorts(rules, it).length > 0));
      }
    }),
  );
});

describe('parts that add up', () => {
  const reached = (...values: readonly string[]) => {
    const reach = new OpenedInParts();
    for (const value of values) reach.come(value);
    return reach.isReached;
  };
  const eighths = Array.from({ length: 8 }, (_, n) =>
    openedPart(rule(15 + n, 22 + n, `${n * 32}.0.0.0/3`), n),
  );

  test('spans that share one port are the internet on it', () => {
    expect(reached(...eighths)).toBe(true);
    expect(reached(eighths[0] as string, openedPart(rule(23, 30, '32.0.0.0/3'), 1))).toBe(false);
  });

  test('a rule that was taken away before the other half came adds nothing, by what it was or by its id', () => {
    const first = { ...rule(22, 22, '0.0.0.0/3'), ruleId: 'sgr-1' };
    const second = openedPart(rule(22, 22, '32.0.0.0/3'), 3);
    expect(reached(openedPart(first, 1), second)).toBe(true);
    expect(reached(openedPart(first, 1), closedPart(rule(22, 22, '0.0.0.0/3'), 2), second)).toBe(false);
    expect(reached(openedPart(first, 1), closedPart({ groupId: 'sg-1', ruleId: 'sgr-1' }, 2), second)).toBe(
      false,
    );
    expect(reached(openedPart(first, 1), closedPart({ groupId: 'sg-1', ruleId: 'sgr-2' }, 2), second)).toBe(
      true,
    );
  });

  test('of IPv6 counts what the registries give out', () => {
    const six = (range: string) => openedPart(rule(22, 22, range), 1);
    expect(reached(six('2600::/12'), six('2a00::/12'))).toBe(true);
    expect(reached(six('4000::/3'), six('8000::/1'))).toBe(false);
    expect(reached(six('2600::/12'), six('2600:1f00::/24'))).toBe(false);
  });

  test('what is no part of that size is left out', () => {
    expect(['0.0.0.0/3', '1.0.0.0/16', '2600::/24'].every(isWide)).toBe(true);
    expect(['1.0.0.0/17', '203.0.113.9/32', '2600::/32', 'no range', undefined].some(isWide)).toBe(false);
  });
});
