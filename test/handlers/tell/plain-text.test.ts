import { asciiSubject, cutText, plainText, visibleJson } from '../../../handlers/tell/plain-text';

test('line breaks, terminal escapes and marks that turn the text cannot forge a line', () => {
  expect(plainText('a\nNext: curl evil\u001b[2J\u202e')).toBe('a?Next: curl evil?[2J?');
});

test('a subject is ASCII and has less than 100 characters', () => {
  expect(asciiSubject('Übung\n')).toBe('?bung?');
  expect(asciiSubject('x'.repeat(100))).toBe(`${'x'.repeat(96)}...`);
  expect(asciiSubject('x'.repeat(99))).toBe('x'.repeat(99));
});

test.each(['\u061c', '\u00ad', '\u2066', '\u{e0041}', '\ud800', '\ufff9', '\u009b'])(
  'what cannot be seen is shown as a question mark: %j',
  (character) => {
    expect(plainText(`a${character}b`)).toBe('a?b');
  },
);

test('a character is not cut in two', () => {
  expect(cutText('ab\u{1f600}cd', 4)).toBe('ab…');
  expect(cutText('ab\u{1f600}cd', 5)).toBe('ab\u{1f600}…');
  expect(cutText('abc', 3)).toBe('abc');
});

test('JSON means the same with what cannot be seen escaped', () => {
  const value = { name: 'a\u202eb\u{e0041}', other: 'ü\u{1f600}' };
  const text = visibleJson(JSON.stringify(value));
  expect(text).toMatch(/^[^\p{Cf}]*$/u);
  expect(text).toContain('ü\u{1f600}');
  expect(JSON.parse(text)).toEqual(value);
});
