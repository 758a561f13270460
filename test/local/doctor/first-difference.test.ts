import { describeDifference, firstDifference } from '../../../local/doctor/first-difference';

test('equal texts have none', () => {
  expect(firstDifference('a', 'a')).toBeUndefined();
  expect(describeDifference('', '')).toBeUndefined();
});

test('one character of a pattern is found where it stands', () => {
  expect(firstDifference('{ $.a = 1 }', '{ $.b = 1 }')).toEqual({ at: 4, one: 'a = 1 }', other: 'b = 1 }' });
});

test('the end of one text is where they part', () => {
  expect(firstDifference('ab', 'abc')).toEqual({ at: 2, one: '', other: 'c' });
  expect(firstDifference('abc', 'ab')).toEqual({ at: 2, one: 'c', other: '' });
});

test('what follows is cut, and quotes are shown as such', () => {
  const told = describeDifference(`x"${'y'.repeat(60)}`, 'xz');
  expect(told).toBe(`from character 2 it is "\\"${'y'.repeat(39)}…" where "z" should be`);
});
