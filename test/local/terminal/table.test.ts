import pc from 'picocolors';
import { renderTable } from '../../../local/terminal/table';

const terminal = { colors: pc.createColors(false), width: 40 };

test('columns are as wide as their longest cell', () => {
  expect(
    renderTable(
      ['id', 'n'],
      [
        ['a', '1'],
        ['long-id', '22'],
      ],
      [0],
      terminal,
    ),
  ).toEqual(['id       n', 'a        1', 'long-id  22']);
});

test('no line is longer than the terminal; flexible columns wrap', () => {
  const lines = renderTable(['id', 'text'], [['a', 'word '.repeat(30).trim()]], [1], terminal);
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.every((line) => line.length <= 40)).toBe(true);
});

test('colours take no room, and each line of a cell has its own', () => {
  const colors = pc.createColors(true);
  const painted = { text: 'abc\nd', paint: colors.red };
  const [, first, second, third] = renderTable(
    ['id', 'n'],
    [
      [painted, '1'],
      ['abc', '2'],
    ],
    [0],
    { ...terminal, colors },
  );
  expect(first).toBe(`${colors.red('abc')}  1`);
  expect(second).toBe(colors.red('d'));
  expect(third).toBe('abc  2');
});

test('a table of plain letters is drawn as one with other letters is', () => {
  const colors = pc.createColors(true);
  const rows = (letter: string) => [
    [{ text: `tw${letter} lines of words\nand one`, paint: colors.red }, 'n', ''],
    ['', `w${letter}rd `.repeat(12).trim(), 'x'],
    ['a'.repeat(30), letter, 'last'],
  ];
  const drawn = (letter: string) =>
    renderTable([`h${letter}ad`, 'n', 'note'], rows(letter), [0, 1], { colors, width: 50 });
  expect(drawn('o')).toEqual(drawn('ö').map((line) => line.replaceAll('ö', 'o')));
});
