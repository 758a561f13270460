import { nearest } from '../../local/nearest';

test('a slip of the finger finds its name', () => {
  expect(nearest('ssh-brutforce', ['quiet-day', 'ssh-brute-force', 'ssh-flood'])).toBe('ssh-brute-force');
});

test('what is near to nothing finds nothing', () => {
  expect(nearest('xyzzy', ['quiet-day', 'ssh-brute-force'])).toBeUndefined();
});
