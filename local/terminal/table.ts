import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal';
import { wrap } from './wrap';

/** Text, with line breaks where they are wanted; `paint` colours each line after it was wrapped. */
export type Cell = string | { readonly text: string; readonly paint: (line: string) => string };

type Row = readonly Cell[];

/**
 * A table without frame, no wider than it needs to be and than the terminal is.
 *
 * @param flexible the columns that may shrink, and wrap, when the terminal is narrow
 */
export function renderTable(
  heads: readonly string[],
  rows: readonly Row[],
  flexible: readonly number[],
  terminal: Terminal,
): readonly string[] {
  return renderTables(heads, [rows], flexible, terminal)[0] ?? [];
}

/** Several tables whose columns stand under each other. */
export function renderTables(
  heads: readonly string[],
  tables: readonly (readonly Row[])[],
  flexible: readonly number[],
  { colors, width }: Terminal,
): readonly (readonly string[])[] {
  const natural = heads.map((head, column) => {
    const cells = tables.flat().flatMap((row) => textOf(row[column] ?? '').split('\n'));
    return cells.reduce((widest, line) => Math.max(widest, line.length), head.length);
  });
  const widths = shrink(natural, flexible, width);
  const laid = (rows: readonly Row[]) =>
    rows.map((row) => heads.map((_, column) => layOut(row[column] ?? '', widths[column] ?? 0)));
  const head = heads.map((name) => colors.dim(name));
  return tables.map((rows) => drawPlain([head, ...laid(rows)], widths) ?? drawWide(head, laid(rows), widths));
}

/** Letters that are one column wide; what colours them is none. */
const PLAIN = /^[\x20-\x7e\n]*$/;

/** The table of text whose letters are all as wide as one; undefined for other text, which takes far longer to draw. */
function drawPlain(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): readonly string[] | undefined {
  if (!rows.every((row) => row.every((cell) => PLAIN.test(stripVTControlCharacters(cell))))) return undefined;
  return rows.flatMap((row) => {
    const cells = row.map((cell) => cell.split('\n'));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      cells
        .map(({ [at]: line = '' }, column) => {
          const room = (widths[column] ?? 0) + GAP - stripVTControlCharacters(line).length;
          return line + ' '.repeat(Math.max(room, 0));
        })
        .join('')
        .trimEnd(),
    );
  });
}

function drawWide(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): readonly string[] {
  const Table = require('cli-table3') as typeof import('cli-table3');
  const table = new Table({
    head: [...head],
    chars: FRAMELESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: widths.map((column) => column + GAP),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const GAP = 2;
const LEAST = 12;
const FRAMELESS = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('middle')
    .map((name) => [name, '']),
);

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function layOut(cell: Cell, width: number): string {
  const lines = textOf(cell)
    .split('\n')
    .flatMap((line) => (line === '' ? [''] : wrap(line, width)));
  return lines.map((line) => (typeof cell === 'string' ? line : cell.paint(line))).join('\n');
}

/** Takes columns from the widest flexible one until the table is narrow enough, or nothing can shrink any more. */
function shrink(natural: readonly number[], flexible: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, column) => sum + column + GAP, -GAP);
  while (total() > width) {
    const widest = flexible.reduce((best, column) =>
      (widths[column] ?? 0) > (widths[best] ?? 0) ? column : best,
    );
    const now = widths[widest] ?? 0;
    if (now <= LEAST) break;
    widths[widest] = now - 1;
  }
  return widths;
}
