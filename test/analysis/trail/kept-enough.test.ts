import fc from 'fast-check';
import { judgeKey } from '../../../analysis/trail/judge-key';
import { keepingOf } from '../../../analysis/trail/keeping';
import { KeySightings } from '../../../analysis/trail/key-sightings';
import type { Sighting } from '../../../analysis/trail/sighting';
import type { ChainRule, ChainStep, CountRule, TrailRule } from '../../../analysis/trail/trail-rule';

/** Parts of a chain's window are a minute then, those of a count's six. */
const WINDOW_MINUTES = 24;
const WINDOW = WINDOW_MINUTES * 60;
const PART = 60;
const EIGHT = Date.parse('2026-11-02T08:00:00Z') / 1000;

const byValue: ChainStep = { name: 'a step', distinct: () => '' };
const plain: ChainStep = { name: 'a step' };

function chain(order: ChainRule['order'], ...steps: ChainStep[]): ChainRule {
  return { kind: 'chain', order, withinMinutes: WINDOW_MINUTES, steps: steps as never };
}
const count: CountRule = {
  kind: 'count',
  on: [],
  distinct: () => '',
  atLeast: 3,
  withinMinutes: WINDOW_MINUTES,
};

/** Few moments of which many are one minute, and windows that end on their edges. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: WINDOW - 90, max: WINDOW + 90 }),
  fc.integer({ min: 0, max: 2 * WINDOW }),
);
function sightings(steps: number, values: string[]): fc.Arbitrary<readonly Sighting[]> {
  const one = fc.record({
    step: fc.integer({ min: 0, max: steps - 1 }),
    at: moment,
    value: fc.constantFrom(...values),
  });
  return fc.array(one, { maxLength: 40 }).map((all) =>
    all.map(({ step, at, value }, index) => ({
      ...{ id: `${index}`, at: EIGHT + at, step, value, call: 'ecs:Call' },
      ...{ actor: 'mallory', who: 'user mallory' },
    })),
  );
}

/** The same records in another order, some of them twice, in batches that are merged. */
function kept(rule: TrailRule, all: readonly Sighting[], order: readonly number[], batches: number) {
  const parts = Array.from({ length: batches }, () => new KeySightings(keepingOf(rule)));
  for (const [turn, index] of order.entries()) {
    const sighting = all[index % Math.max(1, all.length)];
    // As the analyzer asks before it makes a sighting of a record.
    const part = parts[turn % batches] as KeySightings;
    if (sighting === undefined) continue;
    if (!part.hasDistinct(sighting.step, sighting.value ?? '', sighting.at)) part.add({ ...sighting });
  }
  const merged = new KeySightings(keepingOf(rule));
  for (const part of parts) merged.merge(part);
  return merged.sorted();
}

function holds(
  rule: TrailRule,
  values: string[],
  check: (all: readonly Sighting[], kept: readonly Sighting[]) => void,
): void {
  const steps = rule.kind === 'chain' ? rule.steps.length : 1;
  fc.assert(
    fc.property(
      sightings(steps, values),
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 4 }),
      (all, shuffle, batches) => {
        const keys = all.map((_, index) => ({ index, by: shuffle.next().value as number }));
        const order = keys.sort((one, other) => one.by - other.by).map(({ index }) => index);
        const some = kept(rule, all, [...order, ...order.slice(0, 9)], batches);
        expect(some).toEqual(kept(rule, all, [...all.keys()], 1));
        expect(all).toEqual(expect.arrayContaining([...some]));
        check(all, some);
      },
    ),
    { numRuns: 600 },
  );
}

/** Straight from the words: one of each step, each no earlier than the one before, within the window. */
function exists(steps: number, all: readonly Sighting[], fits: (chosen: readonly Sighting[]) => boolean) {
  const choose = (chosen: readonly Sighting[]): boolean =>
    chosen.length === steps
      ? fits(chosen)
      : all.some(
          (next) =>
            next.step === chosen.length &&
            next.at >= (chosen.at(-1)?.at ?? 0) &&
            next.at - (chosen[0] ?? next).at <= WINDOW &&
            choose([...chosen, next]),
        );
  return choose([]);
}

const finds = (rule: TrailRule, all: readonly Sighting[]): boolean => judgeKey(rule, all).length > 0;
const inOrder = (all: readonly Sighting[]) =>
  [...all].sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));

test.each([
  ['each by value', byValue, byValue],
  ['the last by value', plain, byValue],
  ['the first by value', byValue, plain],
])('two steps in order, %s: whatever was let go, what there was is found', (_, first, second) => {
  const rule = chain('temporal_ordered', first, second);
  holds(rule, ['a', 'b'], (all, some) => {
    expect(finds(rule, some)).toBe(exists(2, all, () => true));
  });
});

test('different values within a window: found, and at the very record that made them enough', () => {
  holds(count, ['a', 'b', 'c', 'd'], (all, some) => {
    expect(judgeKey(count, some).map(({ reachedAt }) => reachedAt)).toEqual(
      judgeKey(count, inOrder(all)).map(({ reachedAt }) => reachedAt),
    );
  });
});

test('three steps in any order: whatever was let go, what there was is found', () => {
  const rule = chain('temporal', byValue, byValue, plain);
  holds(rule, ['a'], (all, some) => {
    expect(finds(rule, some)).toBe(finds(rule, inOrder(all)));
  });
});

const THREE = chain('temporal_ordered', byValue, byValue, byValue);

test('three steps in order: all is found where few say the same in one part', () => {
  holds(THREE, ['a', 'b', 'c', 'd', 'e', 'f'], (all, some) => {
    const crowd = new Map<string, number>();
    for (const { step, value, at } of all) {
      const part = `${step} ${value} ${Math.floor(at / PART)}`;
      crowd.set(part, (crowd.get(part) ?? 0) + 1);
    }
    fc.pre(Math.max(0, ...crowd.values()) <= 4);
    expect(finds(THREE, some)).toBe(exists(3, all, () => true));
    expect(judgeKey(THREE, some)[0]?.reachedAt).toBe(judgeKey(THREE, inOrder(all))[0]?.reachedAt);
  });
});

test('three steps in order, of one value in any number: found but where one part holds two of them', () => {
  holds(THREE, ['a'], (all, some) => {
    const apart = exists(
      3,
      all,
      (chosen) => new Set(chosen.map(({ at }) => Math.floor(at / PART))).size === 3,
    );
    if (apart) expect(finds(THREE, some)).toBe(true);
    if (finds(THREE, some)) expect(exists(3, all, () => true)).toBe(true);
  });
});

test('a step that a flood of the same surrounds within one part is found between its neighbours', () => {
  const at = (step: number, second: number): Sighting => ({
    ...{ id: `${step} ${second}`, at: EIGHT + second, step, value: 'a', call: 'ecs:Call' },
    ...{ actor: 'mallory', who: 'user mallory' },
  });
  const flood = Array.from({ length: 60 }, (_, second) => at(1, second));
  const all = [...flood, at(0, 20), at(2, 40)];
  expect(finds(THREE, kept(THREE, all, [...all.keys()], 1))).toBe(true);
});
