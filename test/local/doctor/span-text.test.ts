import { spanText } from '../../../local/doctor/span-text';

test.each([
  [0, '0 seconds'],
  [-5, '0 seconds'],
  [1, '1 second'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [7199, '119 minutes'],
  [7200, '2 hours'],
  [172_799, '47 hours'],
  [172_800, '2 days'],
])('%i seconds are "%s"', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});
