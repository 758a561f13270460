import { curve } from '../../docs/render-ssh-sizes';

test('of verdicts that claim 0.9 nine in ten are right, with each server left out in turn', () => {
  const sure = curve().filter(({ from }) => from >= 0.9);
  const judged = sure.reduce((total, bin) => total + bin.judged, 0);
  const right = sure.reduce((total, bin) => total + bin.right, 0);
  expect(judged).toBeGreaterThan(200);
  expect(right / judged).toBeGreaterThanOrEqual(0.9);
});

test('the less is claimed the less often it is right', () => {
  const shares = curve().map(({ judged, right }) => right / judged);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
});
