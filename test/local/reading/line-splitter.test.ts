import fc from 'fast-check';
import { LineSplitter, LONGEST_LINE_CHARACTERS } from '../../../local/reading/line-splitter';

function lines(chunks: readonly Buffer[]): string[] {
  const found: string[] = [];
  const splitter = new LineSplitter(
    (line) => found.push(line),
    () => found.push('<overlong>'),
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return found;
}

test.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\n\nb', ['a', '', 'b']],
  ['\n', ['']],
  ['a\r\nb\r\n', ['a\r', 'b\r']],
])('%j has the lines %j', (text, expected) => {
  expect(lines([Buffer.from(text)])).toEqual(expected);
});

test('the lines are the same wherever the chunks are cut', () => {
  const text = fc.array(fc.constantFrom('a', 'bc', '\n', ' ', '\r')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 50 })), (any, cuts) => {
      const bytes = Buffer.from(any);
      const places = cuts.sort((a, b) => a - b);
      const chunks = [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
      expect(lines(chunks)).toEqual(lines([bytes]));
    }),
  );
});

test('a line that is longer than any can be is told and not kept, and the next one is read', () => {
  const piece = Buffer.from('x'.repeat(LONGEST_LINE_CHARACTERS / 4));
  const chunks = [...Array.from({ length: 6 }, () => piece), Buffer.from('\nnext')];
  expect(lines(chunks)).toEqual(['<overlong>', 'next']);
});

test('a file that is one overlong line is told at its end', () => {
  expect(lines([Buffer.from('x'.repeat(LONGEST_LINE_CHARACTERS + 1))])).toEqual(['<overlong>']);
});
