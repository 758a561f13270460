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
  spreadSteps: new Set<number>(),
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

test('what lies between the first and the last that say the same is known; told twice it is one', () => {
  const held = new KeySightings({ ...CHAIN, partSeconds: 60 });
  const call = (at: number) => held.add({ ...seen(1, at), value: 'ListTasks' });
  call(EIGHT);
  call(EIGHT);
  expect(held.size).toBe(1);
  call(EIGHT + 50);
  expect(held.hasDistinct(1, 'ListTasks', EIGHT + 5)).toBe(true);
  expect(held.hasDistinct(2, 'ListTasks', EIGHT + 5)).toBe(false);
  expect(held.hasDistinct(1, 'ListTasks', EIGHT + 50)).toBe(false);
  expect(held.hasDistinct(1, 'ListTasks', EIGHT + 65)).toBe(false);
  call(EIGHT + 5);
  call(EIGHT + 55);
  call(EIGHT - 1);
  expect(held.sorted().map(({ at }) => at)).toEqual([EIGHT - 1, EIGHT, EIGHT + 55]);
});
