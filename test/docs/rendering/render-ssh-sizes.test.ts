import { curve } from '../../../docs/rendering/render-ssh-sizes';

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

test('of verdicts that claim 0.9 as many are right with each client left out in turn', () => {
  const sure = curve('client').filter(({ from }) => from >= 0.9);
  const sum = (of: 'judged' | 'right') => sure.reduce((total, bin) => total + bin[of], 0);
  expect(sum('judged')).toBeGreaterThan(30);
  expect(sum('right') / sum('judged')).toBeGreaterThanOrEqual(0.9);
});

test('with each client left out in turn three in four are right, and of those that claim 0.8 seventeen in twenty', () => {
  const share = (from: number) => {
    const bins = curve('client').filter((bin) => bin.from >= from);
    const sum = (of: 'judged' | 'right') => bins.reduce((total, bin) => total + bin[of], 0);
    return sum('right') / sum('judged');
  };
  expect(share(0.5)).toBeGreaterThanOrEqual(0.72);
  expect(share(0.8)).toBeGreaterThanOrEqual(0.85);
});
