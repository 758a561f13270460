import fc from 'fast-check';
import { compileRegex } from '../../../analysis/filter-pattern/regex-automaton';

const compiled = (source: string) => compileRegex({ kind: 'regex', source });

test('it finds what a JavaScript RegExp finds', () => {
  const atoms = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '[a-c]',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\.',
    '\\x41',
    '-',
  );
  const repeats = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,2}', '{2,}', '{0}');
  const pieces = fc.tuple(atoms, repeats).map((parts) => parts.join(''));
  const alternatives = fc
    .tuple(
      fc.constantFrom('', '', '^'),
      fc.array(pieces, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('', '', '$'),
    )
    .map(([begin, middle, end]) => `${begin}${middle.join('')}${end}`);
  const sources = fc.array(alternatives, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|'));
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'A', '1', '.', '-', ' ', '\n', 'é', '\u{1f6a2}'), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(sources, texts, (source, characters) => {
      const text = characters.join('');
      expect(compiled(source)(text)).toBe(new RegExp(source, 'su').test(text));
    }),
    { numRuns: 3000 },
  );
});

test('text that makes a backtracking engine take the cube of its length is read once', () => {
  const find = compiled('a*a*a*a*b');
  const started = process.hrtime.bigint();
  expect(find('a'.repeat(200_000))).toBe(false);
  expect(find(`${'a'.repeat(200_000)}b`)).toBe(true);
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000);
});

test('an expression with more states than are kept still answers right', () => {
  // The n-th character from the end decides, for which a table of states needs 2^n of them.
  const find = compiled('a[ab]{14}$');
  const random = (seed: number) =>
    [...Array(600).keys()].map((i) => ((i * i * seed + (i >> 3)) % 7 < 3 ? 'a' : 'b')).join('');
  for (let seed = 1; seed < 20; seed += 1) {
    const text = random(seed);
    expect(find(text)).toBe(text.at(-15) === 'a');
  }
});

test('one compiled expression answers any number of texts', () => {
  const find = compiled('^ab+c$');
  expect(['abc', 'abbc', 'ac', 'abc', 'abcc', ''].map(find)).toEqual([true, true, false, true, false, false]);
});
