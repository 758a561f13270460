import type { CellValue, ResultColumn } from '../../../queries/query-result';
import type { TrinoAnswer } from '../client/trino-client';

/** An answer of either engine in the same words: what is compared. */
export interface Answer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** `varchar(8)` is a `varchar` whose length Trino happens to know; precisions and member types are not compared. */
export function typeName(type: string): string {
  return type.replace(/\(.*\)/s, '');
}

/** `2026-11-02 08:13:00.000 UTC` as `2026-11-02T08:13:00Z`; other zones stay, as Athena writes them. */
function isoTime(text: string): string {
  if (/ (?!UTC$)\S+$/.test(text.slice(11))) {
    return text.replace(/\.0+ /, ' ');
  }
  return `${text.slice(0, 10)}T${text.slice(11).replace(/ UTC$/, '').replace(/\.0+$/, '')}Z`;
}

function cell(value: unknown, type: string): CellValue {
  if (value !== null && type.startsWith('timestamp')) {
    return isoTime(String(value));
  }
  return value !== null && type === 'decimal' ? Number(value) : (value as CellValue);
}

/** Trino's answer in the words in which the local engine answers. */
export function readTrinoAnswer({ columns, rows }: TrinoAnswer): Answer {
  const types = columns.map(({ type }) => typeName(type));
  return {
    columns: columns.map(({ name }, position) => ({ name, type: types[position] ?? '' })),
    rows: rows.map((row) => row.map((value, position) => cell(value, types[position] ?? ''))),
  };
}
