import fc from 'fast-check';
import { BucketCounts } from '../../../local/report/bucket-counts';

test('seconds stay seconds while there are few', () => {
  const counts = new BucketCounts(2, 10);
  for (const at of [5, 5, 7]) counts.add(at, 0);
  counts.add(7, 1, 3);
  expect(counts.entries()).toEqual([
    [5, [2, 0]],
    [7, [1, 3]],
  ]);
});

test('however long the records go on, buckets are bounded and no count is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3e7), { maxLength: 300 }), (times) => {
      const counts = new BucketCounts(1, 40);
      for (const at of times) counts.add(at, 0);
      const entries = counts.entries();
      expect(entries.length).toBeLessThanOrEqual(40);
      expect(entries.reduce((sum, [, [count = 0]]) => sum + count, 0)).toBe(times.length);
      for (const at of times) {
        const begin = Math.floor(at / counts.stepSeconds) * counts.stepSeconds;
        expect(entries.some(([each]) => each === begin)).toBe(true);
      }
    }),
  );
});
