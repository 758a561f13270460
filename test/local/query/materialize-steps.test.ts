import { loadTranspiler, transpileQuery } from '../../../local/query/translate/transpile-query';

beforeAll(loadTranspiler);

const chain = (length: number) =>
  `with step_1 as (select * from vpc_flow_logs) ${Array.from({ length: length - 1 }, (_, at) => `, step_${at + 2} as (select * from step_${at + 1})`).join('')} select * from step_${length}`;
const materialized = (sql: string) => [...sql.matchAll(/(\w+) AS MATERIALIZED/gi)].map(([, name]) => name);

test('a long chain of steps is worked out one by one, but for what is near the files', () => {
  const steps = materialized(transpileQuery(chain(14)).duckdb);
  expect(steps).toEqual(Array.from({ length: 12 }, (_, at) => `step_${at + 3}`));
});

test('a short one stays in one piece', () => {
  expect(materialized(transpileQuery(chain(12)).duckdb)).toEqual([]);
});
