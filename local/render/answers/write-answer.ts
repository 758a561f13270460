import { once } from 'node:events';
import type { CellValue, QueryResult } from '../../../queries/query-result';
import { escapeControl, escapeJson } from '../../terminal/escape-control';
import { renderTable } from '../../terminal/table';
import type { Terminal } from '../../terminal/terminal';
import { UsageError } from '../../terminal/usage-error';

export const QUERY_FORMATS = ['table', 'csv', 'json', 'parquet'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

/** Rows that a table shows; more are for a file. */
const MOST_TABLE_ROWS = 1000;

function plainText(value: CellValue): string {
  if (value === null) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Waits for a slow reader, so that an answer larger than memory goes through. */
async function write(out: NodeJS.WritableStream, text: string): Promise<void> {
  if (!out.write(text)) {
    await once(out, 'drain');
  }
}

export interface CsvOptions {
  /** Leave texts that a spreadsheet would take for a formula as they are. */
  readonly isRaw?: boolean;
  /** Somebody looks at it: nothing may steer the terminal. */
  readonly isTerminal?: boolean;
}

/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"); a number may begin with its sign. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text that a spreadsheet would compute gets an apostrophe in front, which makes it a text there. */
function guarded(value: CellValue, text: string): string {
  return typeof value === 'string' && FORMULA.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text)
    ? `'${text}`
    : text;
}

function csvField(value: CellValue, { isRaw = false, isTerminal = false }: CsvOptions = {}): string {
  const whole = isRaw ? plainText(value) : guarded(value, plainText(value));
  const text = isTerminal ? escapeControl(whole) : whole;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * RFC 4180 with a header line; NULL is an empty field, and no text is a formula to a spreadsheet. Gives the number of rows.
 */
export async function writeCsv(
  result: QueryResult,
  out: NodeJS.WritableStream,
  options: CsvOptions = {},
): Promise<number> {
  await write(out, `${result.columns.map(({ name }) => csvField(name, options)).join(',')}\r\n`);
  let count = 0;
  for await (const rows of result.batches) {
    count += rows.length;
    await write(
      out,
      rows.map((row) => `${row.map((cell) => csvField(cell, options)).join(',')}\r\n`).join(''),
    );
  }
  return count;
}

/** One JSON array of objects, a row a line. Gives the number of rows. */
export async function writeJson(result: QueryResult, out: NodeJS.WritableStream): Promise<number> {
  const names = result.columns.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) {
    throw new UsageError(
      `two columns are called ${twice}, of which JSON keeps one; give each a name of its own with \`as\``,
    );
  }
  let count = 0;
  await write(out, '[');
  for await (const rows of result.batches) {
    for (const row of rows) {
      const entries = result.columns.map(({ name }, at) => [name, row[at] ?? null] as const);
      await write(
        out,
        `${count === 0 ? '\n' : ',\n'}${escapeJson(JSON.stringify(Object.fromEntries(entries)))}`,
      );
      count += 1;
    }
  }
  await write(out, count === 0 ? ']\n' : '\n]\n');
  return count;
}

function isWide(rows: readonly (readonly string[])[], heads: readonly string[], width: number): boolean {
  const natural = heads.map((head, at) =>
    rows.reduce((widest, row) => Math.max(widest, row[at]?.length ?? 0), head.length),
  );
  return natural.reduce((sum, column) => sum + column + 2, 0) > width;
}

function renderBlocks(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { colors }: Terminal,
): readonly string[] {
  const margin = Math.max(...heads.map((head) => head.length));
  return rows.flatMap((row, number) => [
    colors.dim(`- ${number + 1} `.padEnd(margin + 2, '-')),
    ...heads
      .map((head, at) => [head, row[at] ?? ''] as const)
      .filter(([, text]) => text !== '')
      .map(([head, text]) => `${colors.dim(head.padEnd(margin))}  ${text}`),
  ]);
}

/**
 * A table where the rows fit into the terminal's width, else a block of lines for each row. Gives the number of rows,
 * and whether there were more than a table shows.
 */
export async function writeTable(
  result: QueryResult,
  out: NodeJS.WritableStream,
  terminal: Terminal,
): Promise<{ readonly count: number; readonly isCut: boolean }> {
  const rows: (readonly string[])[] = [];
  let isCut = false;
  for await (const batch of result.batches) {
    const room = MOST_TABLE_ROWS - rows.length;
    rows.push(...batch.slice(0, room).map((row) => row.map((cell) => escapeControl(plainText(cell)))));
    isCut = batch.length > room;
    if (isCut) {
      break;
    }
  }
  const heads = result.columns.map(({ name }) => escapeControl(name));
  if (rows.length > 0) {
    const lines = isWide(rows, heads, terminal.width)
      ? renderBlocks(heads, rows, terminal)
      : renderTable(heads, rows, [], terminal);
    await write(out, `${lines.join('\n')}\n`);
  }
  return { count: rows.length, isCut };
}
