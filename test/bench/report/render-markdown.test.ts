import {
  BEGIN_MARK,
  END_MARK,
  MissingMarkError,
  replaceFigures,
  replaceTables,
  withKeptRows,
} from '../../../bench/report/render-markdown';

const run = { command: 'npm run bench', day: '2026-11-02', machine: 'Node 20' };
const table = { title: 'Lines', explanation: 'How many.', heads: ['what', 'ratio'], rows: [['all', '0.90']] };

test('figures replace those of the last run and leave the rest of the page alone', () => {
  const page = `before\n${BEGIN_MARK}\n\nold\n${END_MARK}\nafter\n`;
  expect(replaceFigures(page, [table], run)).toBe(
    `before\n${BEGIN_MARK}\n\n\`npm run bench\`, 2026-11-02, Node 20.\n\n### Lines\n\nHow many.\n\n| what | ratio |\n| --- | --- |\n| all | 0.90 |\n\n${END_MARK}\nafter\n`,
  );
});

test('a page without the marks is refused', () => {
  expect(() => replaceFigures('a page', [table], run)).toThrow(MissingMarkError);
});

const other = { ...table, title: 'Memory', rows: [['all', '7']] };
const page = replaceFigures(`${BEGIN_MARK}\n${END_MARK}\nafter\n`, [table, other], run);
const later = { ...run, day: '2026-11-03' };

test('a table that is measured again takes its own place, and the others stay', () => {
  const text = replaceTables(page, [{ ...table, rows: [['all', '0.80']] }], later);
  expect(text).toContain('| all | 0.80 |\n\n`npm run bench`, 2026-11-03, Node 20.\n\n### Memory');
  expect(text).toContain('| all | 7 |');
  expect(text).not.toContain('0.90');
  expect(text.endsWith(`${END_MARK}\nafter\n`)).toBe(true);
});

test('the last table is replaced up to the mark, and a new one comes after it', () => {
  const text = replaceTables(
    page,
    [
      { ...other, rows: [['all', '8']] },
      { ...other, title: 'Starts' },
    ],
    later,
  );
  expect(text).toContain('| all | 8 |\n\n`npm run bench`, 2026-11-03, Node 20.\n\n### Starts');
  expect(text.indexOf('### Starts')).toBeLessThan(text.indexOf(END_MARK));
  expect(replaceTables(text, [{ ...other, rows: [['all', '8']] }], later)).toBe(text);
});

test('rows that a run did not measure keep their figures, at their places', () => {
  const rows = [
    ['text', 'zcat', '2'],
    ['text', 'duckdb', '3'],
    ['calls', 'parse', '4'],
  ];
  const three = { ...table, heads: ['what', 'against', 'ratio'], rows };
  const behind = '\n| what | against | ratio |\n| --- | --- | --- |\n| no | figure | 6 |\n';
  const old = replaceFigures(`${BEGIN_MARK}\n${END_MARK}\n${behind}`, [other, three], run);
  const some = {
    ...three,
    rows: [
      ['text', 'duckdb', '1'],
      ['many', 'few', '5'],
    ],
  };
  expect(withKeptRows(old, some).rows).toEqual([
    ['text', 'zcat', '2'],
    ['text', 'duckdb', '1'],
    ['calls', 'parse', '4'],
    ['many', 'few', '5'],
  ]);
  expect(withKeptRows(old, { ...some, heads: ['what', 'against', 'ratio', 'MiB'] }).rows).toEqual(some.rows);
  expect(withKeptRows('', some)).toBe(some);
});
