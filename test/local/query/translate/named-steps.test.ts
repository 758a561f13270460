import { cutSteps, namedSteps } from '../../../../local/query/translate/named-steps';
import { loadTranspiler, transpileQuery } from '../../../../local/query/translate/transpile-query';

beforeAll(loadTranspiler);

const SQL = `
with first as (select srcaddr, ')' as odd from vpc_flow_logs), -- a note (with first
Second as (select * from first where srcaddr <> 'with third as ('),
third as (select a.srcaddr from Second as a join (select * from first) as b on a.srcaddr = b.srcaddr)
select count(*) from third where srcaddr in (select srcaddr from second)`;

test('each step is cut out by its parentheses, whatever stands in texts and comments', () => {
  const { steps, question } = cutSteps(transpileQuery(SQL).duckdb);
  expect(steps.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  expect(steps[0]?.sql).toMatch(/^SELECT srcaddr, '\)' AS odd FROM vpc_flow_logs$/);
  expect(question.trim()).toMatch(/^SELECT COUNT\(\*\) FROM third WHERE/);
});

test('a step reads steps before it, however deep they stand in it, and no table of its own name', () => {
  expect(transpileQuery(SQL).named).toEqual({
    steps: [
      { name: 'first', reads: [] },
      { name: 'second', reads: ['first'] },
      { name: 'third', reads: ['second', 'first'] },
    ],
    reads: ['third', 'second'],
  });
  const same = transpileQuery(
    'with vpc_flow_logs as (select * from vpc_flow_logs) select * from vpc_flow_logs',
  );
  expect(same.named).toEqual({ steps: [{ name: 'vpc_flow_logs', reads: [] }], reads: ['vpc_flow_logs'] });
});

test('a question without steps, and one with a step that reads itself, is one piece', () => {
  expect(cutSteps('SELECT count(*) FROM (SELECT 1)')).toEqual({
    steps: [],
    question: 'SELECT count(*) FROM (SELECT 1)',
  });
  const again =
    'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT * FROM t';
  expect(cutSteps(again)).toEqual({ steps: [], question: again });
  expect(namedSteps({ select: { with: null } })).toEqual({ steps: [], reads: [] });
});
