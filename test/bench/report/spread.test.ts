import { ratioSpread, spreadOf } from '../../../bench/report/spread';

test('the median of an even number of values is the mean of the middle two', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ min: 1, median: 2.5, max: 4 });
});

test('ratios are taken pair by pair: a slow round does not count against the other side', () => {
  const baseline = [10, 100, 10].map((cpu) => ({ cpu, wall: 1 }));
  const subject = [15, 150, 15].map((cpu) => ({ cpu, wall: 2 }));
  expect(ratioSpread(subject, baseline, 'cpu')).toEqual({ min: 1.5, median: 1.5, max: 1.5 });
  expect(ratioSpread(subject, baseline, 'wall').median).toBe(2);
});
