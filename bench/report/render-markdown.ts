import type { BenchTable } from './bench-table';

/** What a run was, for whoever reads its figures later. */
export interface RunFacts {
  readonly command: string;
  /** ISO 8601 day. */
  readonly day: string;
  readonly machine: string;
}

export const BEGIN_MARK = '<!-- figures: npm run bench -- --full --write -->';
export const END_MARK = '<!-- end of figures -->';

const MISSING = `no place for the figures; put the lines ${BEGIN_MARK} and ${END_MARK} into the page`;

/** A page without the marks between which the figures stand. */
export class MissingMarkError extends Error {
  override readonly name = 'MissingMarkError';
}

/**
 * The page with this run's figures between its marks, and everything else as it was.
 *
 * @throws MissingMarkError
 */
export function replaceFigures(page: string, tables: readonly BenchTable[], run: RunFacts): string {
  const begin = page.indexOf(BEGIN_MARK);
  const end = page.indexOf(END_MARK);
  if (begin === -1 || end < begin) {
    throw new MissingMarkError(MISSING);
  }
  const figures = renderMarkdown(tables, run);
  return `${page.slice(0, begin + BEGIN_MARK.length)}\n\n${figures}\n${page.slice(end)}`;
}

/**
 * The page with these tables in place of those with the same titles, or after all others, each with the run that it
 * comes from; the rest of the figures stays.
 *
 * @throws MissingMarkError
 */
export function replaceTables(page: string, tables: readonly BenchTable[], run: RunFacts): string {
  return tables.reduce((text, table) => {
    const end = text.indexOf(END_MARK);
    if (!text.includes(BEGIN_MARK) || end === -1) throw new MissingMarkError(MISSING);
    const known = text.indexOf(`### ${table.title}\n`);
    const from = known === -1 || known > end ? end : known;
    const next = text.indexOf('\n### ', from + 1);
    const until = from === end ? end : next === -1 || next > end ? end : next + 1;
    return `${text.slice(0, from)}${sectionOf(table)}\n${originOf(run)}\n\n${text.slice(until)}`;
  }, page);
}

/**
 * The table with the rows of the page's own that it has not, each where it stood: what one run did not measure, or could
 * not, keeps its figures. Rows are known by their first two cells.
 */
export function withKeptRows(page: string, table: BenchTable): BenchTable {
  const figures = page.slice(0, Math.max(page.indexOf(END_MARK), 0));
  const at = figures.indexOf(`### ${table.title}\n`);
  if (at === -1) return table;
  const next = figures.indexOf('\n### ', at + 1);
  const lines = figures.slice(at, next === -1 ? undefined : next).split('\n');
  const [heads, , ...old] = lines
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));
  // Of a table with other columns nothing can be kept.
  if (heads?.join(' | ') !== table.heads.join(' | ')) return table;
  const news = new Map(table.rows.map((row) => [keyOf(row), row]));
  const kept = old.map((row) => {
    const anew = news.get(keyOf(row));
    news.delete(keyOf(row));
    return anew ?? row;
  });
  return { ...table, rows: [...kept, ...news.values()] };
}

const keyOf = (row: readonly string[]) => row.slice(0, 2).join(' | ');

/** All tables, under a line that says where they come from. */
export function renderMarkdown(tables: readonly BenchTable[], run: RunFacts): string {
  return [`${originOf(run)}\n`, ...tables.map(sectionOf)].join('\n');
}

function originOf({ command, day, machine }: RunFacts): string {
  return `\`${command}\`, ${day}, ${machine}.`;
}

function sectionOf({ title, explanation, heads, rows }: BenchTable): string {
  return `### ${title}\n\n${explanation}\n\n${[heads, heads.map(() => '---'), ...rows].map(tableRow).join('\n')}\n`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
