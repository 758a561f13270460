import { SeenTexts } from '../../../local/reading/seen-records';

test('an id is a duplicate from the second time on', () => {
  const seen = new SeenTexts(2_000_000);
  expect(seen.isDuplicate('a')).toBe(false);
  expect(seen.isDuplicate('a')).toBe(true);
  expect(seen.isDuplicate('b')).toBe(false);
});

test('a hundred thousand ids that differ in little are told apart', () => {
  const seen = new SeenTexts(2_000_000);
  const ids = Array.from(
    { length: 100_000 },
    (_, n) => `5f0c6f0e-1d0b-4a6e-9a40-${String(n).padStart(12, '0')}`,
  );
  expect(ids.filter((id) => seen.isDuplicate(id))).toEqual([]);
  expect(ids.every((id) => seen.isDuplicate(id))).toBe(true);
});

test('ids of the last full table are remembered, older ones are forgotten', () => {
  const seen = new SeenTexts(10);
  for (let n = 0; n < 20; n += 1) seen.isDuplicate(`id-${n}`);
  expect(seen.isDuplicate('id-0')).toBe(true);
  for (let n = 20; n < 30; n += 1) seen.isDuplicate(`id-${n}`);
  expect(seen.isDuplicate('id-15')).toBe(true);
  expect(seen.isDuplicate('id-0')).toBe(false);
});
