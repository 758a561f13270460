import { wasRegular } from '../../../local/replay/was-regular';

const WINDOW = 15;
const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);

test('a record a minute over ten windows is regular, over a minute less it is not', () => {
  expect(wasRegular(range(0, 150), 200, WINDOW)).toBe(true);
  expect(wasRegular(range(1, 150), 200, WINDOW)).toBe(false);
});

test('holes of five minutes are regular, holes of six are not', () => {
  expect(wasRegular(range(0, 151, 6), 200, WINDOW)).toBe(true);
  expect(wasRegular(range(0, 155, 7), 200, WINDOW)).toBe(false);
});

test('a handful of records is not regular', () => {
  expect(wasRegular([0, 40, 45, 300, 2000], 10_000, WINDOW)).toBe(false);
});

test('after a hole the stream must be regular for ten windows again', () => {
  const stream = [...range(0, 150), ...range(200, 349)];
  expect(wasRegular(stream, 160, WINDOW)).toBe(true);
  expect(wasRegular(stream, 400, WINDOW)).toBe(false);
  expect(wasRegular([...stream, 349], 400, WINDOW)).toBe(true);
});

test('records after the moment in question do not count', () => {
  expect(wasRegular([...range(0, 150), 300], 200, WINDOW)).toBe(true);
});

test('no records are not regular', () => {
  expect(wasRegular([], 1000, WINDOW)).toBe(false);
});
