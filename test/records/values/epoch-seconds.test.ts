import { epochSeconds } from '../../../records/values/epoch-seconds';

test('seconds stay seconds', () => {
  expect(epochSeconds(1_767_225_600)).toBe(1_767_225_600);
  expect(epochSeconds(0)).toBe(0);
});

test('milliseconds become the second that they fall in', () => {
  expect(epochSeconds(1_767_225_600_999)).toBe(1_767_225_600);
});
