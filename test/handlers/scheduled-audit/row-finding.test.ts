import { claimedDetections } from '../../../handlers/scheduled-audit/row-finding';

test.each(['constructor', '__proto__', 'toString'])('a row of the kind %s claims nothing', (kind) => {
  expect(claimedDetections('ssh-slow-and-distributed', { kind })).toEqual([]);
});

test('a row names its detections itself, or by its kind', () => {
  expect(claimedDetections('ssh-slow-and-distributed', { kind: 'slow' })).toEqual(['ssh-slow-brute-force']);
  expect(claimedDetections('any', { detections: 'ssh-flood, ssh-brute-force' })).toEqual([
    'ssh-flood',
    'ssh-brute-force',
  ]);
});
