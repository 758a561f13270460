import {
  BEGIN_MARK,
  END_MARK,
  MissingMarkError,
  replaceFigures,
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
