import fc from 'fast-check';
import { wholeNumber } from '../../../records/values/whole-number';

test('reads every whole number of up to 15 digits where it stands', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999_999_999 }), (value) => {
      const text = `a ${value} b`;
      expect(wholeNumber(text, 2, text.length - 2)).toBe(value);
    }),
  );
});

test('leading zeros do not count', () => {
  expect(wholeNumber('0000000000022', 0, 13)).toBe(22);
});

test.each([
  '',
  '-',
  '-1',
  '+1',
  '1.0',
  '1e3',
  '0x1',
  ' 1',
  '1234567890123456',
  '12345678901x345',
  'x23456789012345',
  '٣',
])('"%s" is none', (text) => {
  expect(wholeNumber(text, 0, text.length)).toBe(-1);
});
