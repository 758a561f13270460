import fc from 'fast-check';
import { judgeKey } from '../../../analysis/trail/judge-key';
import type { Sighting } from '../../../analysis/trail/sighting';
import type { ChainRule } from '../../../analysis/trail/trail-rule';
import { keptSightings } from '../../../handlers/trail-analyzer/kept-sightings';

const STEPS = 4;
const HOURS = 2;
const EIGHT = Date.parse('2026-11-02T08:00:00Z') / 1000;
const CHAIN: ChainRule = {
  kind: 'chain',
  order: 'temporal_ordered',
  withinMinutes: HOURS * 60,
  steps: Array.from({ length: STEPS }, (_, index) => ({
    name: `step ${index}`,
    where: () => false,
  })) as unknown as ChainRule['steps'],
};

const seen = (step: number, at: number, id = `${step}/${at}`): Sighting => ({
  ...{ id, step, at, call: 'ecs:Call', actor: 'mallory', who: 'user mallory' },
});
const spam = (step: number, from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    seen(step, Math.floor(from + ((to - from) * index) / count), `${step}/spam/${index}`),
  );
const inOrder = (sightings: readonly Sighting[]) => [...sightings].sort((one, other) => one.at - other.at);
const judged = (sightings: readonly Sighting[]) =>
  judgeKey(CHAIN, keptSightings(CHAIN, inOrder(sightings)).kept);

test('the first step of a chain outlasts a thousand repetitions of those after it', () => {
  const sightings = [
    seen(0, EIGHT),
    ...spam(1, EIGHT + 10, EIGHT + 3_000, 1_000),
    ...spam(2, EIGHT + 3_010, EIGHT + 7_000, 1_000),
    seen(3, EIGHT + 7_100),
  ];
  expect(judged(sightings)).toHaveLength(1);
  expect(keptSightings(CHAIN, inOrder(sightings)).leftOut).toBe(2_002 - 256);
});

test('so does an earlier record of the step that is repeated, in any chain that could be told with all of them', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          step: fc.integer({ min: 0, max: STEPS - 1 }),
          from: fc.integer({ min: 0, max: 7_000 }),
          seconds: fc.integer({ min: 1, max: 2_000 }),
          count: fc.integer({ min: 1, max: 600 }),
        }),
        { maxLength: 6 },
      ),
      (floods) => {
        const sightings = [
          ...[0, 1, 2].map((step) => seen(step, EIGHT + step * 1_500)),
          ...floods.flatMap(({ step, from, seconds, count }) =>
            step === STEPS - 1
              ? []
              : spam(step, EIGHT + from, Math.min(EIGHT + from + seconds, EIGHT + 7_100), count),
          ),
          seen(STEPS - 1, EIGHT + 7_150),
        ];
        expect(judged(sightings).length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 60 },
  );
});

test('what is older than the window goes first', () => {
  const old = spam(1, EIGHT - 90_000, EIGHT - 10_000, 250);
  const fresh = [seen(0, EIGHT), ...spam(1, EIGHT + 10, EIGHT + 7_000, 100), seen(2, EIGHT + 7_050)];
  const { kept } = keptSightings(CHAIN, [...old, ...fresh]);
  expect(kept.filter(({ at }) => at >= EIGHT)).toHaveLength(fresh.length);
});

test('one that is as large as the item leaves room for the other steps', () => {
  const large = spam(1, EIGHT + 10, EIGHT + 7_000, 300).map((each) => ({ ...each, says: 'x'.repeat(4_000) }));
  expect(judged([seen(0, EIGHT), ...large, seen(2, EIGHT + 7_050), seen(3, EIGHT + 7_100)])).toHaveLength(1);
});

test('of a rule that is no chain the latest are kept', () => {
  const rule = { kind: 'pattern', withinMinutes: 60, atLeast: 5 } as unknown as ChainRule;
  const { kept } = keptSightings(rule, spam(0, EIGHT, EIGHT + 3_000, 300));
  expect(kept[0]?.id).toBe('0/spam/44');
});
