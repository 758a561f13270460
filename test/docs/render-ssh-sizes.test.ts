import { curve } from '../../docs/render-ssh-sizes';

test('of verdicts that claim 0.9 nine in ten are right, with each server left out in turn', () => {
  const sure = curve().filter(({ from }) => from >= 0.9);
  const judged = sure.reduce((total, bin) => total + bin.judged, 0);
  const right = sure.reduce((total, bin) => total + bin.right, 0);
  expect(judged).toBeGreaterThan(200);
  expect(right / judged).toBeGreaterThanOrEqual(0.9);
});

test('the less is claimed the less often it is right, but for one verdict that chance may turn', () => {
  const bins = curve();
  for (const [index, { judged, right }] of bins.entries()) {
    const less = bins[index - 1];
    if (less !== undefined) expect((right + 1) / judged).toBeGreaterThanOrEqual(less.right / less.judged);
  }
});
