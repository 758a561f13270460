import fc from 'fast-check';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { compileLiterals, literalsOf } from '../../../analysis/filter-pattern/text-literals';

const literals = (pattern: string) => literalsOf(parseFilterPattern(pattern).tree);

test.each([
  ['ERROR', ['ERROR']],
  ['-DEBUG ERROR', ['ERROR']],
  ['at "a phrase"', ['a phrase']],
  ['?"169.254.170.2" ?CREDENTIALS', ['169.254.170.2', 'CREDENTIALS']],
  ['%container[DO].*stratum|nc -e%', ['container', 'nc -e']],
  ['%containers?x{2}|container%', ['container']],
  ['%^a{3}bcde+$%', ['bcd']],
])('every match of %s holds one of its literals', (pattern, expected) => {
  expect(literals(pattern)).toEqual(expected);
});

test.each([
  '',
  '-ERROR',
  '?ERROR -DEBUG',
  '?ERROR ?at',
  'at',
  '" "',
  '%\\s22\\s|SKIPDATA%',
  '[a, b]',
  '{ $.a = "ERROR" }',
])('%s has none of use', (pattern) => {
  expect(literals(pattern)).toBeUndefined();
});

test('the look at a text says whether any of the pieces is in it, whatever characters they are of', () => {
  const pieces = fc.string({
    unit: fc.constantFrom('a', 'B', '.', '*', '[', '\\', '/', '$', '-', '\n'),
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 4 }), fc.array(pieces, { maxLength: 6 }), (wanted, given) => {
      const text = given.join('');
      expect(compileLiterals(wanted)(text)).toBe(wanted.some((piece) => text.includes(piece)));
    }),
  );
});
