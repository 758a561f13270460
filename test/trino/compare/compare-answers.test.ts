import type { CellValue } from '../../../queries/query-result';
import { compareAnswers } from './compare-answers';
import { type Answer, readTrinoAnswer } from './read-trino-answer';

function answer(type: string, ...cells: readonly CellValue[]): Answer {
  return { columns: [{ name: 'n', type }], rows: cells.map((cell) => [cell]) };
}

test('equal answers have nothing to tell', () => {
  expect(compareAnswers(answer('bigint', 1, null), answer('bigint', 1, null))).toBeUndefined();
});

test('doubles may differ in what the order of addition changes, and in no more', () => {
  expect(compareAnswers(answer('double', 0.1 + 0.2), answer('double', 0.3))).toBeUndefined();
  expect(compareAnswers(answer('double', 0.3), answer('double', 0.300001))).toMatch(/row 1, column n/);
});

test('whole numbers may not differ at all', () => {
  expect(compareAnswers(answer('bigint', 1e12), answer('bigint', 1e12 + 1))).toMatch(/row 1, column n/);
});

test('the same rows in another order are another answer, and told as that', () => {
  expect(compareAnswers(answer('bigint', 1, 2), answer('bigint', 2, 1))).toBe(
    'order of rows 1, column n: Trino 1, DuckDB 2',
  );
});

test('NULL is not the empty text', () => {
  expect(compareAnswers(answer('varchar', ''), answer('varchar', null))).toMatch(/Trino "", DuckDB null/);
});

test('another type of column is told before any row', () => {
  expect(compareAnswers(answer('integer', 1), answer('bigint', 1))).toBe(
    'columns: Trino n integer; DuckDB n bigint',
  );
});

test('a row more on one side is told by the number of rows', () => {
  expect(compareAnswers(answer('bigint', 1), answer('bigint', 1, 2))).toBe('rows: Trino 1, DuckDB 2');
});

test("Trino's times and lengths are read in the words of the local engine", () => {
  const trino = {
    columns: [
      { name: 'at', type: 'timestamp(3) with time zone' },
      { name: 'kind', type: 'varchar(8)' },
      { name: 'share', type: 'decimal(3,2)' },
    ],
    rows: [
      ['2026-11-02 08:13:00.000 UTC', 'received', '0.25'],
      ['2026-11-02 08:13:00.120 UTC', null, null],
    ],
    statistics: {
      state: 'FINISHED',
      physicalInputBytes: 0,
      processedRows: 0,
      elapsedTimeMillis: 0,
      cpuTimeMillis: 0,
    },
  };
  expect(readTrinoAnswer(trino)).toEqual({
    columns: [
      { name: 'at', type: 'timestamp with time zone' },
      { name: 'kind', type: 'varchar' },
      { name: 'share', type: 'decimal' },
    ],
    rows: [
      ['2026-11-02T08:13:00Z', 'received', 0.25],
      ['2026-11-02T08:13:00.120Z', null, null],
    ],
  });
});
