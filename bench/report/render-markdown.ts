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
    throw new MissingMarkError(
      `no place for the figures; put the lines ${BEGIN_MARK} and ${END_MARK} into the page`,
    );
  }
  const figures = renderMarkdown(tables, run);
  return `${page.slice(0, begin + BEGIN_MARK.length)}\n\n${figures}\n${page.slice(end)}`;
}

/** All tables, under a line that says where they come from. */
export function renderMarkdown(tables: readonly BenchTable[], run: RunFacts): string {
  const origin = `\`${run.command}\`, ${run.day}, ${run.machine}.`;
  const sections = tables.map(
    ({ title, explanation, heads, rows }) =>
      `### ${title}\n\n${explanation}\n\n${[heads, heads.map(() => '---'), ...rows].map(tableRow).join('\n')}\n`,
  );
  return [`${origin}\n`, ...sections].join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
