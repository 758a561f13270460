import { type OpenDuckDb, openDuckDb } from '../../../../local/query/duckdb/open-duckdb';
import { cellOf } from '../../../../local/query/duckdb/values';
import { QuerySyntaxError } from '../../../../local/query/query-errors';
import {
  layOutDuckDb,
  loadTranspiler,
  transpileQuery,
} from '../../../../local/query/translate/transpile-query';

let duckDb: OpenDuckDb;

beforeAll(async () => {
  await loadTranspiler();
  duckDb = await openDuckDb({ memoryMegabytes: 256, threads: 1 });
});

afterAll(async () => {
  await duckDb.close();
});

async function answer(expression: string) {
  const { duckdb } = transpileQuery(`select ${expression}`);
  await duckDb.teach(duckdb);
  const reader = await duckDb.connection.runAndReadAll(duckdb);
  return cellOf(reader.getRows()[0]?.[0] ?? null);
}

test.each([
  'at',
  'default',
  'glob',
  'offset',
  'overlaps',
  'positional',
  'summarize',
  'unpack',
  'window',
  'show',
])('a column may be named %s, which is a word of DuckDB only', async (word) => {
  const { duckdb } = transpileQuery(
    `select x.${word} from (select ${word} from (values 2, 1) as t(${word})) as x order by ${word}`,
  );
  expect((await duckDb.connection.runAndReadAll(duckdb)).getRowsJson()).toEqual([[1], [2]]);
});

/** Expression in Athena SQL to what Trino's documentation says it gives. */
test.each([
  ['json_extract_scalar(\'{"a":{"b":"x"}}\', \'$.a.b\')', 'x'],
  ['json_extract_scalar(\'{"a":{"b":"x"}}\', \'$.a\')', null],
  ["json_extract_scalar('{\"a\":[1]}', '$.a')", null],
  ["json_extract_scalar('{\"a\":true}', '$.a')", 'true'],
  ["json_extract_scalar('{\"a\":null}', '$.a')", null],
  ['json_extract_scalar(\'{"a":[{"b":7}]}\', \'$.a[0].b\')', '7'],
  ["json_extract_scalar(null, '$.a') is null", true],
  ["not json_extract_scalar('{\"a\":\"ecs:x\"}', '$.a') like 'ec2:%'", true],
  ["json_extract_scalar('{\"a\":\"b\"}', '$.a') in ('b', 'c')", true],
  ["json_extract_scalar('{\"a\":\"b\"}', '$.a') || 'c'", 'bc'],
  ['json_format(json_extract(\'{"a":[1,"x"]}\', \'$.a\'))', '[1,"x"]'],
  ["json_array_length('[1,2,3]')", 3],
  ["cardinality(cast(json_extract('{\"a\":[1,2]}', '$.a') as array(json)))", 2],
  ['count_if(false)', 0],
  ['7 / 2', 3],
  ['7.0e0 / 2', 3.5],
  ['-7 % 3', -1],
  ['from_unixtime(1793607300)', '2026-11-02T08:15:00Z'],
  ["to_unixtime(from_iso8601_timestamp('2026-11-02T08:15:00Z'))", 1_793_607_300],
  ["date_trunc('hour', from_unixtime(1793607300))", '2026-11-02T08:00:00Z'],
  ["date_format(from_unixtime(1793607300), '%Y/%m/%d/%H')", '2026/11/02/08'],
  ["date_format(from_unixtime(1793607300), '%Y-%m-%dT%H:%i:%sZ')", '2026-11-02T08:15:00Z'],
  ["hour(from_unixtime(1793607300, 'America/New_York'))", 3],
  ["hour(from_unixtime(1793607300, 'UTC'))", 8],
  ["date_trunc('week', timestamp '2026-11-05 08:15:00.123')", '2026-11-02T00:00:00Z'],
  ["date_trunc('month', date '2026-11-05')", '2026-11-01'],
  ['day_of_week(from_unixtime(1793607300))', 1],
  ["day_of_week(date '2026-11-08')", 7],
  ['to_iso8601(from_unixtime(1793607300))', '2026-11-02T08:15:00.000Z'],
  ["to_iso8601(date '2026-11-05')", '2026-11-05'],
  ["array_join(array_sort(array['b', null, 'a']), ', ')", 'a, b'],
  ["array_join(slice(array[3, 2, 1], 1, 2), '-')", '3-2'],
  ["element_at(array['a', 'b'], 2)", 'b'],
  ["element_at(array['a'], 5)", null],
  ["regexp_extract('task/abc', '[^/]+$')", 'abc'],
  ["regexp_extract('task/abc', '/(.)', 1)", 'a'],
  ["regexp_extract('abc', 'x')", null],
  ["regexp_like('10.1.2.3', '^10\\.')", true],
  ["split_part('a_b_c', '_', 2)", 'b'],
  ['bitwise_and(19, 18)', 18],
  ["try_cast('-' as integer)", null],
  ["nullif('-', '-')", null],
  ["if(false, 'a', null)", null],
  ["'a' is distinct from null", true],
])('%s is %p', async (expression, expected) => {
  expect(await answer(expression)).toEqual(expected);
});

test('NULLs come last, whichever way it is ordered', async () => {
  for (const direction of ['asc', 'desc']) {
    const { duckdb } = transpileQuery(
      `select x from (values (1), (null), (2)) as t (x) order by x ${direction}`,
    );
    await duckDb.teach(duckdb);
    const rows = (await duckDb.connection.runAndReadAll(duckdb)).getRows();
    expect(rows.at(-1)).toEqual([null]);
  }
});

function refusal(sql: string): QuerySyntaxError {
  try {
    transpileQuery(sql);
  } catch (error) {
    if (error instanceof QuerySyntaxError) {
      return error;
    }
  }
  throw new Error(`${sql} was not refused`);
}

test('a query that cannot be read is told with line, column and caret', () => {
  const error = refusal('select eventname,\n  count(* from cloudtrail_logs');
  expect(error.place).toEqual({ line: 2, column: 11 });
  expect(error.message).toBe(
    [
      "the query cannot be read: Expected RParen, got From ('from') at line 2, column 11",
      '2 |   count(* from cloudtrail_logs',
      '              ^',
    ].join('\n'),
  );
});

test('a backslash in a text before it does not move the place', () => {
  expect(refusal("select 'a\\b\\c',\n  count(* from cloudtrail_logs").place).toEqual({ line: 2, column: 11 });
});

test('a time pattern that is not known is refused by its letters, not answered', () => {
  const asked = () => transpileQuery("select format_datetime(current_timestamp, 'yyyy-MM-dd G') as x");
  expect(asked).toThrow('the time pattern "yyyy-MM-dd G" has G, which is not known here; use date_format');
});

test.each([
  [
    'in a comment and a text',
    "select 'max(1, 2)' as a -- max(1, 2)\n",
    "SELECT 'max(1, 2)' AS a /* max(1, 2) */",
  ],
  [
    'inside of others',
    'select max(cast(max(a, 2)[1] as varchar)) as a',
    'MAX(ATHENA_VARCHAR(ATHENA_ITEM(MAX(a, 2), 1)))',
  ],
  ['over more lines', 'select cast(\n  a -- why\n  as\n  varchar\n) as a', 'ATHENA_VARCHAR('],
  ['of a width', 'select cast(a as varchar(3)) as a', 'SUBSTR(ATHENA_VARCHAR(a), 1, 3)'],
  [
    'with an ordinality',
    'select 1 from (values array[1]) as t (a) cross join unnest(a) with ordinality as r (x, n)',
    'UNNEST(a) WITH ORDINALITY',
  ],
  [
    'of rows',
    'select 1 from (values array[row(1, 2)]) as t (a), unnest(a) r (x, "y")',
    'LATERAL (SELECT UNNEST(a, max_depth := 2)) AS r(x, y)',
  ],
])('calls %s are rewritten where they are calls', (_where, sql, told) => {
  expect(transpileQuery(sql).duckdb).toContain(told);
});

test.each([
  ['drop table cloudtrail_logs', 'drop table'],
  ["copy cloudtrail_logs to 'x'", 'only SELECT, SHOW TABLES'],
  ['select 1; select 2', '2 statements'],
])('%s is refused: only one query is run', (sql, told) => {
  expect(refusal(sql).message).toContain(told);
});

test('the DuckDB text is laid out without the comments of the question', () => {
  const { duckdb } = transpileQuery(
    "-- why: because\nselect a, '-- kept' as b from (values 1) as t (a) where a = 1",
  );
  const shown = layOutDuckDb(duckdb);
  expect(shown).toContain("'-- kept'");
  expect(shown).not.toContain('because');
  expect(shown.split('\n').length).toBeGreaterThan(3);
});
