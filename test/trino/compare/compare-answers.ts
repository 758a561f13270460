import type { CellValue } from '../../../queries/query-result';
import type { Answer } from './read-trino-answer';

/**
 * Doubles that were added in another order differ in their last digits; anything above that is another answer.
 * Whole numbers, texts and times are compared as they are.
 */
const DOUBLE_TOLERANCE = 1e-9;

function isSameCell(one: CellValue, other: CellValue, type: string): boolean {
  if (typeof one === 'number' && typeof other === 'number' && (type === 'double' || type === 'real')) {
    return Math.abs(one - other) <= DOUBLE_TOLERANCE * Math.max(1, Math.abs(one), Math.abs(other));
  }
  return JSON.stringify(one) === JSON.stringify(other) || isSameRow(one, other);
}

/** Trino's protocol lists the members of a row, and this engine names them; both in their order. */
function isSameRow(one: CellValue, other: CellValue): boolean {
  if (!Array.isArray(one) || typeof other !== 'object' || other === null) return false;
  const members = Object.values(other);
  return one.length === members.length && one.every((item, at) => isSameCell(item, members[at] ?? null, ''));
}

/** What two answers to one question disagree on, in a sentence; undefined when they are the same. */
export function compareAnswers(trino: Answer, duckdb: Answer): string | undefined {
  const head = ({ columns }: Answer) => columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (head(trino) !== head(duckdb)) {
    return `columns: Trino ${head(trino)}; DuckDB ${head(duckdb)}`;
  }
  if (trino.rows.length !== duckdb.rows.length) {
    return `rows: Trino ${trino.rows.length}, DuckDB ${duckdb.rows.length}`;
  }
  for (const [place, row] of trino.rows.entries()) {
    const other = duckdb.rows[place] ?? [];
    const column = trino.columns.findIndex(
      ({ type }, position) => !isSameCell(row[position] ?? null, other[position] ?? null, type),
    );
    if (column >= 0) {
      const name = trino.columns[column]?.name;
      const isOrder = sorted(trino.rows) === sorted(duckdb.rows);
      const told = [row, other].map((cells) => JSON.stringify(cells[column] ?? null));
      return `${isOrder ? 'order of rows' : 'row'} ${place + 1}, column ${name}: Trino ${told[0]}, DuckDB ${told[1]}`;
    }
  }
  return undefined;
}

function sorted(rows: Answer['rows']): string {
  return rows
    .map((row) => JSON.stringify(row))
    .toSorted()
    .join('\n');
}
