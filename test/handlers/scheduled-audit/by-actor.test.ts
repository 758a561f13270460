import { byActor } from '../../../handlers/scheduled-audit/by-actor';
import { dailyQuestions } from '../../../handlers/scheduled-audit/daily-questions';
import { openDuckDb } from '../../../local/query/duckdb/open-duckdb';
import { loadTranspiler, transpileQuery } from '../../../local/query/translate/transpile-query';
import { renderQuery } from '../../../queries/render-query';

const NOW = 1_793_610_000;

beforeAll(loadTranspiler);

test('each actor comes early, sessions of a role being one, and the number of rows is that of all', async () => {
  const role = (session: string) => `('arn:aws:sts::1:assumed-role/task/${session}', 1)`;
  const values = [
    ...Array.from({ length: 500 }, (_, index) => role(`s-${index}`)),
    "('ana', 2)",
    "('bob', 3)",
  ];
  const sql = `-- Who did what?\nselect principal, value from (values ${values.join(', ')}) as t(principal, value) order by value limit 10`;
  const fair = byActor(sql, ['principal', 'value']) ?? '';
  expect(fair).toMatch(/^-- Who did what\?\n/);
  const { connection, teach, close } = await openDuckDb();
  const { duckdb } = transpileQuery(fair);
  await teach(duckdb);
  const rows = (await connection.runAndReadAll(duckdb)).getRowObjects();
  expect(rows).toHaveLength(10);
  expect(rows.map(({ principal }) => principal)).toEqual(expect.arrayContaining(['ana', 'bob']));
  expect(rows.every((row) => Number(row['harborwatch_rows']) === 502)).toBe(true);
  await close();
});

test('every daily question that names an actor can be asked by actor', () => {
  for (const query of dailyQuestions()) {
    const fair = byActor(renderQuery(query, { now: NOW }), ['principal']);
    expect([query.id, fair === undefined]).toEqual([query.id, false]);
    expect(() => transpileQuery(fair ?? '')).not.toThrow();
  }
});

test('rows without an actor are not asked for again', () => {
  expect(byActor('select 1 as one limit 10', ['one'])).toBeUndefined();
  expect(byActor('select principal from t', ['principal'])).toBeUndefined();
});
