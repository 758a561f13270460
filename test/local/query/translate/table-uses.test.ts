import { loadTranspiler, transpileQuery } from '../../../../local/query/translate/transpile-query';

beforeAll(loadTranspiler);

const uses = (sql: string) => transpileQuery(sql).uses;

test('conditions on partition columns are found, and no others', () => {
  expect(
    uses(
      "select 1 from vpc_flow_logs where hour between '2026/11/01/23' and '2026/11/02/00' and dstport = 22 and account = '1'",
    ),
  ).toEqual([
    {
      table: 'vpc_flow_logs',
      alias: 'vpc_flow_logs',
      partitionConditions: ["hour BETWEEN '2026/11/01/23' AND '2026/11/02/00'", "account = '1'"],
      isWhole: false,
    },
  ]);
});

test('each place where a table is read is judged by itself', () => {
  const found = uses(
    "with a as (select 1 from cloudtrail_logs where day = '2026/11/01'), b as (select 1 from cloudtrail_logs) select * from a, b",
  );
  expect(found.map(({ partitionConditions }) => partitionConditions)).toEqual([["day = '2026/11/01'"], []]);
});

test('an alias is followed', () => {
  const [first, second] = uses(
    "select 1 from vpc_flow_logs as f join cloudtrail_logs as c on true where f.hour = 'x' and c.day = 'y'",
  );
  expect([first?.partitionConditions, second?.partitionConditions]).toEqual([
    ["f.hour = 'x'"],
    ["c.day = 'y'"],
  ]);
});

test.each([
  ['one side of an OR', "hour = 'x' or dstport = 22"],
  ['a mixed condition', "hour = 'x' || srcaddr"],
  ['a subquery', 'hour in (select hour from cloudtrail_logs)'],
  ['a constant', "'*' in ('*')"],
])('%s restricts nothing', (_what, condition) => {
  expect(uses(`select 1 from vpc_flow_logs where ${condition}`)[0]?.partitionConditions).toEqual([]);
});

test('an OR of partition columns alone restricts', () => {
  expect(
    uses("select 1 from vpc_flow_logs where ('*' in ('*') or account in ('1'))")[0]?.partitionConditions,
  ).toHaveLength(1);
});

test('WHERE says nothing about what the outer side of a join reads', () => {
  const [left, outer] = uses(
    "select 1 from vpc_flow_logs as f left join cloudtrail_logs as c on true where f.hour = 'x' and c.day is null",
  );
  expect(left?.partitionConditions).toHaveLength(1);
  expect(outer?.partitionConditions).toEqual([]);
  expect(
    uses("select 1 from vpc_flow_logs as f full join cloudtrail_logs as c on true where f.hour = 'x'")[0]
      ?.partitionConditions,
  ).toEqual([]);
});

test('a table in a subquery is found too', () => {
  expect(uses('select 1 from (select * from container_logs) as t').map(({ table }) => table)).toEqual([
    'container_logs',
  ]);
});

test.each([
  ['a star', 'select * from cloudtrail_logs', [true]],
  ['a star of that table', 'select c.* from cloudtrail_logs c join vpc_flow_logs f on true', [true, false]],
  ['a natural join', 'select 1 from cloudtrail_logs natural join vpc_flow_logs', [true, true]],
  ['a natural outer join', 'select 1 from cloudtrail_logs natural left join vpc_flow_logs', [true, true]],
  ['no count of rows', 'select count(*) from cloudtrail_logs', [false]],
  ['no star of another step', 'with a as (select eventname from cloudtrail_logs) select * from a', [false]],
])('%s asks for every column', (_what, sql, whole) => {
  expect(uses(sql).map(({ isWhole }) => isWhole)).toEqual(whole);
});
