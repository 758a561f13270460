import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { auditFolder } from '../../../local/query/audit-folder';
import { type OpenDuckDb, openDuckDb } from '../../../local/query/duckdb/open-duckdb';
import { LocalEngine } from '../../../local/query/local-engine';
import { SharedSteps } from '../../../local/query/shared-steps';
import {
  loadTranspiler,
  type TranspiledQuery,
  transpileQuery,
} from '../../../local/query/translate/transpile-query';
import { queryCatalogue } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';
import { simulate } from '../../../simulate/simulate';

let duckDb: OpenDuckDb;
let made: string[];
beforeAll(loadTranspiler);
beforeEach(async () => {
  duckDb = await openDuckDb({ memoryMegabytes: 64, threads: 1 });
  await duckDb.connection.run(
    `CREATE TEMP TABLE vpc_flow_logs AS SELECT i AS "start", i % 7 AS dstport, 'a' || i % 3 AS srcaddr FROM range(100) r(i)`,
  );
  made = [];
});
afterEach(() => duckDb.close());

/** The connection, with what is made and dropped on it written down. */
function watched(): DuckDBConnection {
  const { connection } = duckDb;
  return new Proxy(connection, {
    get: (target, name: keyof DuckDBConnection) => {
      if (name !== 'run') return target[name];
      return async (sql: string) => {
        const [statement] = /^(CREATE OR REPLACE TEMP TABLE|DROP TABLE IF EXISTS) \w+/.exec(sql) ?? [];
        if (statement !== undefined) made.push(statement.replace('OR REPLACE TEMP ', ''));
        return await target.run(sql);
      };
    },
  });
}

const CHAIN = Array.from({ length: 12 }, (_, at) => `, s${at + 2} as (select * from s${at + 1})`).join('');
/** A long way from the flows, so that its last step is worked out by itself. */
const far = (first: string, rest: string) => transpileQuery(`with s1 as (${first})${CHAIN} ${rest}`);
const FLOWS = 'select dstport, count(*) as flows from vpc_flow_logs group by dstport';

async function askAll(queries: readonly TranspiledQuery[], isStopped = () => false) {
  const connection = watched();
  const shared = new SharedSteps(queries);
  const answers: unknown[] = [];
  for (const query of queries) {
    const rows = async ({ duckdb }: TranspiledQuery) => {
      await duckDb.teach(duckdb);
      return (await duckDb.connection.runAndReadAll(duckdb)).getRowsJson();
    };
    answers.push(await shared.ask(connection, query, rows, isStopped).catch((error: Error) => error));
    const whole = await rows(query).catch((error: Error) => error);
    expect(answers.at(-1)).toEqual(whole);
  }
  return answers;
}

test('what two questions begin with is worked out once, and goes with the last of them', async () => {
  await askAll([
    far(FLOWS, 'select sum(flows) from s13'),
    transpileQuery('select count(*) from vpc_flow_logs'),
    far(FLOWS, 'select dstport from s13 where flows > 14 order by dstport'),
    far(FLOWS, 'select max(flows) from s13 group by dstport order by dstport'),
  ]);
  expect(made).toEqual(['CREATE TABLE step_13', 'DROP TABLE IF EXISTS step_13']);
});

test('steps of one name are others where what they read is another', async () => {
  await askAll([
    far(FLOWS, 'select sum(flows) from s13'),
    far(FLOWS.replace('count(*)', 'sum("start")'), 'select sum(flows) from s13'),
  ]);
  expect(made).toEqual([]);
});

test('a table is made from another where a question stops on the way to a further one', async () => {
  const before = 'select sum(flows) from s7';
  const behind = 'select count(*) from s13';
  await askAll([far(FLOWS, behind), far(FLOWS, before), far(FLOWS, behind.replace('*', 'flows'))]);
  expect(made.filter((statement) => statement.startsWith('CREATE'))).toEqual([
    'CREATE TABLE step_7',
    'CREATE TABLE step_13',
  ]);
  expect(made.filter((statement) => statement.startsWith('DROP'))).toHaveLength(2);
});

test('a column that is nothing but NULL has no type that a table could give it', async () => {
  const untyped = 'select dstport, null as nothing from vpc_flow_logs';
  await askAll([
    far(untyped, 'select count(nothing) from s13'),
    far(untyped, 'select nothing from s13 limit 1'),
  ]);
  expect(made).toEqual([]);
});

test('what fails in a step is told of each question by itself, and leaves nothing behind', async () => {
  const failing = `select cast(srcaddr as bigint) as flows from vpc_flow_logs`;
  const answers = await askAll([
    far(failing, 'select sum(flows) from s13'),
    far(failing, 'select max(flows) from s13'),
  ]);
  expect(answers.map(String)).toEqual(Array(2).fill(expect.stringContaining('Conversion')));
  const left = await duckDb.connection.runAndReadAll(
    `select table_name from duckdb_tables() where table_name like 'step%'`,
  );
  expect(left.getRows()).toEqual([]);
});

test('a question that was stopped is not asked again', async () => {
  const queries = [far(FLOWS, 'select sum(flows) from s13'), far(FLOWS, 'select max(flows) from s13')];
  let asked = 0;
  const ask = async () => {
    asked += 1;
    throw new Error('stopped');
  };
  const [query] = queries;
  if (query === undefined) throw new Error('no question');
  await expect(new SharedSteps(queries).ask(watched(), query, ask, () => true)).rejects.toThrow('stopped');
  expect(asked).toBe(1);
});

test('an audit answers as each of its questions does when it is asked alone', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shared-'));
  try {
    await simulate('workshop-incident', 7, path.join(folder, 'logs'));
    const audit = await auditFolder(path.join(folder, 'logs'), { memoryMegabytes: 256, threads: 1 });
    const engine = await LocalEngine.open(path.join(folder, 'logs'), { memoryMegabytes: 256, threads: 1 });
    for (const query of queryCatalogue().filter(
      ({ id, isForReplay }) => isForReplay && id.startsWith('ssh-'),
    )) {
      const values = { since: '1970-01-01', until: '2100-01-01' };
      const alone = await engine.run(renderQuery(query, { values }));
      const rows = await collectRows(alone);
      const answer = audit.answers.find((one) => one.query.id === query.id);
      expect(answer?.rows ?? []).toEqual(rows);
      if (answer !== undefined) expect(answer.columns).toEqual(alone.columns);
    }
    await engine.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
