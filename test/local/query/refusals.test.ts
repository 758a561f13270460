import { LocalEngine } from '../../../local/query/local-engine';
import { collectRows } from '../../../queries/query-result';
import { createLogFolder, type LogFolderFixture } from './query-folder';

let folder: LogFolderFixture;
let engine: LocalEngine;

beforeAll(async () => {
  folder = createLogFolder();
  engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 1 });
});

afterAll(async () => {
  await engine.close();
  folder.remove();
});

const ask = async (sql: string) => await collectRows(await engine.run(sql));

/** What Athena refuses, what is said of it, and the column of the word. */
test.each([
  ["select content from read_text('/etc/hostname')", 'Athena has no table function read_text', 21],
  ["select * from glob('/etc/*')", 'Athena has no table function glob', 15],
  ["select 1 from (select * from read_csv('/etc/passwd')) as t", 'Athena has no table function read_csv', 30],
  ["select not (select content from read_text('/x')) like 'x'", 'Athena has no table function read_text', 33],
  ["select * from '/etc/hostname'", 'there is no table /etc/hostname', 16],
  ['select * from "/etc/hostname"', 'there is no table /etc/hostname', 16],
  ['select * from duckdb_settings()', 'Athena has no table function duckdb_settings', 15],
  ['select * from pg_catalog.pg_class', 'there is no table pg_class', 26],
  ["select getenv('HOME')", 'Athena has no function getenv', 8],
  ["select current_setting('threads')", 'Athena has no function current_setting', 8],
  ['select * from cloudtrail_log', 'did you mean cloudtrail_logs?', 15],
  ["select lowr('X')", 'did you mean lower', 8],
  ['select bar(0.5e0, 10)', 'the function bar of Athena is not known here; ask --on athena', 8],
  ['select "$path" from cloudtrail_logs', 'the hidden column "$path" is not known here', 9],
  ['select 1 where 1 = ?', 'a value is left open; declare it', 20],
  ['select @@version', 'a value is left open; declare it', 10],
  ['select "$file_size" from vpc_flow_logs', 'the hidden column "$file_size" is not known here', 9],
  [
    'select array_sort(array[1, 2], (x, y) -> 0)',
    'array_sort with a function is not known here; ask --on athena',
    8,
  ],
  ["select eventname from cloudtrail_logs where eventname ilike 'x'", 'Athena does not know ILIKE', 55],
  ['select * exclude (eventname) from cloudtrail_logs', 'no star with exceptions', 8],
  ['select [1, 2]', 'Athena writes an array as array[1, 2]', 8],
  ['select 1 from cloudtrail_logs using sample 10', 'TABLESAMPLE', 37],
])('%s is refused with the place', async (sql, told, column) => {
  const refusal = await ask(sql).then(
    () => undefined,
    (error: unknown) => error as Error & { place?: { line: number; column: number } },
  );
  expect(refusal?.message).toContain(told);
  expect(refusal?.place).toEqual({ line: 1, column });
});

test('times of several zones in one column are refused by name, and as texts they are shown', async () => {
  const [utc, berlin] = [
    "timestamp '2026-01-01 00:30:00 UTC'",
    "timestamp '2026-01-01 01:30:00 Europe/Berlin'",
  ];
  for (const sql of [
    `select ${utc} as t union all select ${berlin}`,
    `select coalesce(${berlin}, ${utc}) as t`,
    `select t from (values ${utc}, ${berlin}) as v (t)`,
  ]) {
    await expect(ask(sql)).rejects.toThrow('zones');
  }
  expect(
    await ask(`select cast(${utc} as varchar) union all select cast(${berlin} as varchar) order by 1`),
  ).toEqual([['2026-01-01 00:30:00 UTC'], ['2026-01-01 01:30:00 Europe/Berlin']]);
});

test('a step may have the name of a table, and any database may stand before one', async () => {
  expect(await ask('with cloudtrail_log as (select 7 as x) select x from cloudtrail_log')).toEqual([[7]]);
  expect(await ask('select count(*) from my_database.container_logs')).toHaveLength(1);
});

/** The whole questions of three files that auditors sent; Trino 476 was asked. */
test('times in zones, NULLs and edges are answered as Trino answers them', async () => {
  const times = `select from_unixtime(1767225600) at time zone 'Europe/Berlin' = from_unixtime(1767225600) as same_instant,
       to_unixtime(from_unixtime(1767225600) at time zone 'Europe/Berlin') as seconds,
       hour(timestamp '2026-01-01 00:00:00 UTC' at time zone 'Europe/Berlin') as hour_in_berlin,
       (select count(*) from (values timestamp '2026-01-01 00:30:00 UTC') as t (x)
        where date(x at time zone 'Europe/Berlin') = date '2026-01-01') as rows_of_the_day`;
  expect(await ask(times)).toEqual([[true, 1767225600, 1, 1]]);
  const edges = `select concat('a', cast(null as varchar)) as c, greatest(1, null) as g, least(null, 2) as l,
       substr('abc', 0) as s0, substr('abc', -5) as s5`;
  expect(await ask(edges)).toEqual([[null, null, null, '', '']]);
});

test.each([
  ['1 / 0', 'Division by zero'],
  ['array[1][2]', 'Array subscript must be less than or equal to array length: 2 > 1'],
  ["cast('2.5' as integer)", "Cannot cast '2.5' to INT"],
  [
    "contains('10.0.0.1/8', cast('10.1.2.3' as ipaddress))",
    'Invalid CIDR: 10.0.0.1/8; the range begins with 10.0.0.0',
  ],
])('%s is refused as Trino refuses it', async (expression, told) => {
  await expect(ask(`select ${expression} as v`)).rejects.toThrow(told);
});
