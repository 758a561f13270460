import { KeySightings } from '../../../analysis/trail/key-sightings';
import type { Sighting } from '../../../analysis/trail/sighting';

const DAY = 86_400;
const EIGHT = Date.parse('2026-11-02T08:00:00Z') / 1000;
/** A chain whose parts are so short that nothing is trimmed before the room is used up. */
const CHAIN = {
  partSeconds: 1,
  firstKept: 4,
  lastKept: 4,
  distinctSteps: new Set([1]),
  sharesSteps: true,
};

const seen = (step: number, at: number): Sighting => ({
  ...{
    id: `${step}/${at}`,
    step,
    at,
    call: 'ecs:Call',
    actor: 'mallory',
    who: 'user mallory',
    value: `${at}`,
  },
});
const flooded = (keeping: typeof CHAIN): KeySightings => {
  const held = new KeySightings(keeping);
  held.add(seen(0, EIGHT));
  for (let second = 1; second <= 4_200; second++) held.add(seen(second % 2 === 0 ? 1 : 2, EIGHT + second));
  return held;
};

test('where a key has too many sightings, the one of another step stays, and what left is counted', () => {
  const held = flooded(CHAIN);
  expect(held.keepMost(2_048, DAY)).toBe(4_201 - 2_048);
  expect(held.sorted()[0]).toMatchObject({ step: 0, at: EIGHT });
  expect(held.size).toBe(2_048);
});

test('where steps have no shares, the latest stay', () => {
  const held = flooded({ ...CHAIN, sharesSteps: false });
  held.keepMost(2_048, DAY);
  expect(held.sorted()[0]?.at).toBe(EIGHT + 4_201 - 2_048);
});

test('the first of a key counts like any other: told twice it is one, and a later one that says the same is known', () => {
  const held = new KeySightings({ ...CHAIN, partSeconds: 60 });
  held.add({ ...seen(1, EIGHT), value: 'ListTasks' });
  expect(held.hasDistinct(1, 'ListTasks', EIGHT + 5)).toBe(true);
  expect(held.hasDistinct(2, 'ListTasks', EIGHT + 5)).toBe(false);
  expect(held.hasDistinct(1, 'ListTasks', EIGHT + 60)).toBe(false);
  held.add({ ...seen(1, EIGHT), value: 'ListTasks' });
  expect(held.size).toBe(1);
  held.add({ ...seen(1, EIGHT + 5), value: 'ListTasks' });
  held.add({ ...seen(1, EIGHT - 1), value: 'ListTasks' });
  expect(held.sorted().map(({ at }) => at)).toEqual([EIGHT - 1, EIGHT]);
});
