import { nearNames } from '../../detections/near-names';

const NAMES = ['ssh-flood', 'ssh-brute-force', 'ssh-slow-brute-force', 'trail-stopped'];

describe('near names', () => {
  test('a letter too many, too few or another one is near', () => {
    expect(nearNames('ssh-floood', NAMES)).toEqual(['ssh-flood']);
    expect(nearNames('ssh-flod', NAMES)).toEqual(['ssh-flood']);
    expect(nearNames('ssh-fleod', NAMES)).toEqual(['ssh-flood']);
  });

  test('a part of a name is near, and the closest name comes first', () => {
    expect(nearNames('brute-force', NAMES)).toEqual(['ssh-brute-force', 'ssh-slow-brute-force']);
  });

  test('at most three are given', () => {
    expect(nearNames('s', NAMES)).toHaveLength(3);
  });

  test('something else altogether, and nothing at all, are near to nothing', () => {
    expect(nearNames('quux', NAMES)).toEqual([]);
    expect(nearNames('', NAMES)).toEqual([]);
  });
});
