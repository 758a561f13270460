import { asciiSubject, plainText } from '../../../handlers/tell/plain-text';

test('line breaks, terminal escapes and marks that turn the text cannot forge a line', () => {
  expect(plainText('a\nNext: curl evil\u001b[2J\u202e')).toBe('a?Next: curl evil?[2J?');
});

test('a subject is ASCII and has at most 100 characters', () => {
  expect(asciiSubject('Übung\n')).toBe('?bung?');
  expect(asciiSubject('x'.repeat(101))).toBe(`${'x'.repeat(97)}...`);
  expect(asciiSubject('x'.repeat(100))).toBe('x'.repeat(100));
});
