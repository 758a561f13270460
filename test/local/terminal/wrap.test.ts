import { wrap } from '../../../local/terminal/wrap';

test('text breaks at spaces', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
});

test('a word that is longer than the line is cut', () => {
  expect(wrap('a 2001:db8::1 b', 5)).toEqual(['a', '2001:', 'db8::', '1 b']);
});

test('no text, no lines', () => {
  expect(wrap('', 10)).toEqual([]);
});
