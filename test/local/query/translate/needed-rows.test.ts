import { everythingOf } from '../../../../local/query/translate/everything-of';
import { loadTranspiler, transpileQuery } from '../../../../local/query/translate/transpile-query';
import { TABLES } from '../../../../records/tables/tables';

beforeAll(loadTranspiler);

/** In a few words: what a question needs, `and` before `or`, `anything` where nothing is certain. */
const needed = (sql: string): string => worded(transpileQuery(sql).needed);

function worded(value: object): string {
  if ('all' in value) {
    const parts = value.all as readonly object[];
    return parts.length === 0 ? 'anything' : parts.map(worded).join(' and ');
  }
  if ('any' in value) return `(${(value.any as readonly object[]).map(worded).join(' or ')})`;
  if ('table' in value) {
    const { table, where } = value as { readonly table: string; readonly where: object };
    return `${table}[${worded(where)}]`;
  }
  const { column, ...said } = value as { readonly column: string };
  return `${column} ${Object.values(said).flat().join('|')}`;
}

const CALLS = 'cloudtrail_logs';

test.each([
  [
    'a comparison with texts',
    `select 1 from ${CALLS} where eventname in ('A', 'B') and eventsource = 's'`,
    `${CALLS}[eventname A|B and eventsource s]`,
  ],
  ['a beginning', `select 1 from ${CALLS} where eventname like 'Add%'`, `${CALLS}[eventname Add]`],
  [
    'either of two',
    `select 1 from ${CALLS} where eventname = 'A' or eventsource = 's'`,
    `${CALLS}[(eventname A or eventsource s)]`,
  ],
  [
    'a member',
    `select 1 from ${CALLS} where json_extract_scalar(requestparameters, '$.omitted') = 'true' or addendum.reason is not null`,
    `${CALLS}[(requestparameters omitted or addendum reason)]`,
  ],
  [
    'a step under another name',
    `with a as (select *, eventname as action from ${CALLS}) select 1 from a where action = 'A'`,
    `${CALLS}[eventname A]`,
  ],
  [
    'a step of a step',
    `with a as (select * from ${CALLS} where eventsource = 's'), b as (select eventname from a group by eventname) select 1 from b where eventname = 'A'`,
    `${CALLS}[eventsource s and eventname A]`,
  ],
  [
    'both sides of a join',
    `select 1 from ${CALLS} c join vpc_flow_logs f on true where c.eventname = 'A'`,
    `${CALLS}[eventname A] and vpc_flow_logs[anything]`,
  ],
  [
    'one side of an outer join',
    `select 1 from ${CALLS} c left join vpc_flow_logs f on true where f.action = 'A'`,
    `${CALLS}[anything]`,
  ],
  [
    'either side of a full join',
    `select 1 from ${CALLS} c full join vpc_flow_logs f on true`,
    `(${CALLS}[anything] or vpc_flow_logs[anything])`,
  ],
  [
    'either side of a union',
    `select eventname from ${CALLS} where eventname = 'A' union all select action from vpc_flow_logs`,
    `(${CALLS}[eventname A] or vpc_flow_logs[anything])`,
  ],
  ['an aggregate over a window', `select count(*) over () as n from ${CALLS}`, `${CALLS}[anything]`],
  [
    'what is unnested',
    `select 1 from ${CALLS} cross join unnest(array[1]) as t (x) where eventname = 'A'`,
    `${CALLS}[eventname A]`,
  ],
])('%s is needed', (_what, sql, expected) => {
  expect(needed(sql)).toBe(expected);
});

test.each([
  ['a sum of nothing', `select count(*) from ${CALLS} where eventname = 'A'`],
  ['a sum of sums over a window', `select sum(count(*)) over () from ${CALLS}`],
  ['HAVING without groups', `select 1 from ${CALLS} having true`],
  ['a grouping with a total', `select eventname, count(*) from ${CALLS} group by rollup (eventname)`],
  ['a question of no table', 'select 1'],
])('%s has a row whatever there is', (_what, sql) => {
  expect(needed(sql)).toBe('anything');
});

test.each([
  ['NOT', "not eventname = 'A'"],
  ['NOT IN', "eventname not in ('A')"],
  ['another comparison', "eventname <> 'A'"],
  ['a function of the column', "lower(eventname) = 'a'"],
  ['a pattern that is no beginning', "eventname like '%A'"],
  ['a pattern with a wildcard of one letter', "eventname like 'A_%'"],
  ['one of several things of which one is not understood', "(eventname = 'A' or length(eventname) = 3)"],
  ['a subquery', `eventname in (select eventname from ${CALLS})`],
])('%s says nothing for certain', (_what, condition) => {
  expect(needed(`select 1 from ${CALLS} where ${condition}`)).toBe(`${CALLS}[anything]`);
});

test('a name that can be of either source of a join is taken for neither', () => {
  expect(
    needed(`with a as (select 1 as x) select 1 from ${CALLS} c join a on true where eventname = 'A'`),
  ).toBe(`${CALLS}[anything]`);
});

test.each(TABLES.map((table) => [table.name, table] as const))(
  'all of %s is asked for as the transpiler does',
  (name, table) => {
    const { zones, ...transpiled } = transpileQuery(`select * from ${name}`);
    expect(everythingOf(table)).toEqual({ ...transpiled, zones: [] });
    expect(zones.every((zone) => zone === null)).toBe(true);
  },
);
