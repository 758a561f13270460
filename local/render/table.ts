import Table from 'cli-table3';
import type { Terminal } from './terminal';

/** A table without frame, as wide as it needs to be and no wider than the terminal; `flexible` columns shrink and wrap. */
export function renderTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  flexible: readonly number[],
  { colors, width }: Terminal,
): readonly string[] {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => visibleLength(row[column] ?? ''))),
  );
  const table = new Table({
    head: heads.map((head) => colors.dim(head)),
    chars: FRAMELESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colWidths: narrow(widths, flexible, width).map((column) => column + 2),
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const NOTHING = ['top', 'bottom', 'left', 'right', 'mid', 'middle'];
const FRAMELESS = Object.fromEntries(
  NOTHING.flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`]).map((name) => [name, '']),
);
const LEAST = 12;

/** Takes columns from the widest flexible one until the table fits, or nothing can shrink any more. */
function narrow(widths: readonly number[], flexible: readonly number[], width: number): readonly number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, column) => sum + column + 2, 0);
  while (total() > width) {
    const widest = flexible.reduce((best, column) =>
      (fitted[column] ?? 0) > (fitted[best] ?? 0) ? column : best,
    );
    const now = fitted[widest] ?? 0;
    if (now <= LEAST) break;
    fitted[widest] = now - 1;
  }
  return fitted;
}

/** The length on the screen: colours take no room. */
function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
  return text.replace(/\u001b\[\d+m/g, '').length;
}
