import { medianOf, modeOf } from '../../../../analysis/ssh/stories/attempt-facts';

test('the mode is the most frequent value, and the smallest of several', () => {
  expect(modeOf([16, 17, 16, 12])).toBe(16);
  expect(modeOf([17, 16, 17, 16])).toBe(16);
});

test('the median is the middle value, or the mean of the middle two', () => {
  expect(medianOf([900, 30, 600])).toBe(600);
  expect(medianOf([900, 30, 600, 700])).toBe(650);
});

test('no values have neither', () => {
  expect(modeOf([])).toBeUndefined();
  expect(medianOf([])).toBeUndefined();
});
