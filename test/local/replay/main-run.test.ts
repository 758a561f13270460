import { mainRun } from '../../../local/replay/main-run';

const minutes = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);
const DAY = 1440;

test('no minutes, no run', () => {
  expect(mainRun([])).toBeUndefined();
});

test('a few minutes far after and far before all others are astray', () => {
  const all = [0, ...minutes(10 * DAY, 60), 20 * DAY, 30 * DAY];
  expect(mainRun(all)).toEqual({ from: 10 * DAY, to: 10 * DAY + 59, strays: [0, 20 * DAY, 30 * DAY] });
});

test('nine minutes are few, ten are records of their own', () => {
  const later = 2 * DAY;
  expect(mainRun([...minutes(0, 60), ...minutes(later, 9)])?.to).toBe(59);
  expect(mainRun([...minutes(0, 60), ...minutes(later, 10)])?.to).toBe(later + 9);
});

test('six hours apart is near, a minute more is far', () => {
  expect(mainRun([...minutes(0, 60), 59 + 360])?.strays).toEqual([]);
  expect(mainRun([...minutes(0, 60), 59 + 361])?.strays).toEqual([59 + 361]);
});

test('where all records are few, none is astray', () => {
  expect(mainRun([0, 5 * DAY, 9 * DAY])).toEqual({ from: 0, to: 9 * DAY, strays: [] });
});
