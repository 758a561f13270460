import fc from 'fast-check';
import { findEpisodes, findStretches, type Sighting } from '../../../../analysis/ssh/stories/episodes';

const at = (...seconds: number[]): Sighting<number>[] =>
  seconds.map((each, index) => ({ at: each, key: index, of: each }));

test('no sightings, no episode', () => {
  expect(findEpisodes([], 60, 1, 60)).toEqual([]);
});

test('not yet at two within the window, now at three', () => {
  expect(findEpisodes(at(0, 30), 60, 3, 600)).toEqual([]);
  expect(findEpisodes(at(0, 30, 60), 60, 3, 600)).toMatchObject([{ reachedAt: 60, peak: 3 }]);
  expect(findEpisodes(at(0, 30, 61), 60, 3, 600)).toEqual([]);
});

test('the same key three times is not three', () => {
  const same = at(0, 1, 2).map((sighting) => ({ ...sighting, key: 'one port' }));
  expect(findEpisodes(same, 60, 3, 600)).toEqual([]);
});

test('an episode begins with the oldest sighting of the window that reached the threshold', () => {
  const [episode] = findEpisodes(at(0, 500, 510, 520), 60, 3, 600);
  expect(episode?.sightings.map((sighting) => sighting.at)).toEqual([500, 510, 520]);
});

test('what goes on without a long pause belongs to the episode; after the pause a new one must be earned', () => {
  const episodes = findEpisodes(at(0, 1, 2, 500, 5_000, 5_001, 9_000, 9_001, 9_002), 60, 3, 600);
  expect(episodes.map(({ sightings }) => sightings.length)).toEqual([4, 3]);
});

test('an episode exists exactly if some window holds the threshold', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      (seconds, threshold) => {
        const sightings = at(...seconds.sort((one, other) => one - other));
        const isReached = sightings.some(
          ({ at: end }) =>
            sightings.filter(({ at: time }) => time <= end && end - time <= 120).length >= threshold,
        );
        expect(findEpisodes(sightings, 120, threshold, 100_000).length > 0).toBe(isReached);
      },
    ),
  );
});

test('stretches are the episodes of things that each count by themselves', () => {
  const gap = fc.integer({ min: 0, max: 90 });
  fc.assert(
    fc.property(fc.array(gap, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (gaps, threshold) => {
      let at = 0;
      const times = gaps.map((each) => {
        at += each;
        return at;
      });
      const sightings = times.map((time, key) => ({ at: time, key, of: time }));
      const episodes = findEpisodes(sightings, 60, threshold, 80);
      expect(findStretches(times, (time) => time, 60, threshold, 80)).toEqual(
        episodes.map(({ reachedAt, peak, sightings: held }) => ({
          reachedAt,
          peak,
          parts: held.map(({ of }) => of),
        })),
      );
    }),
  );
});
