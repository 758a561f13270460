import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { LocalEngine } from '../../../local/query/local-engine';
import { LocalQueryError } from '../../../local/query/query-errors';
import { collectRows } from '../../../queries/query-result';
import { ask, event, flow, folder, V2, withEngine, writeParquet } from './engine-folder';
import { flowKey, trailKey } from './query-folder';

describe('an answer of many rows', () => {
  const newest = 1_793_606_400;
  const MANY = 300_000;
  const older = flowKey('2026/11/02/07', 'a.log.parquet');
  const rows = (from: number, count: number, source: string) =>
    `select ${source} as srcaddr, (${from} + range)::bigint as "start" from range(${count})`;

  test('has all of them in order, though a file read late is broken', async () => {
    await writeParquet(flowKey('2026/11/02/08', 'a.log.parquet'), rows(newest, MANY, "'192.0.2.1'"));
    await writeParquet(older, rows(newest - 3600, 3000, "'192.0.2.2'"));
    const broken = path.join(folder.root, older);
    const bytes = readFileSync(broken);
    writeFileSync(broken, bytes.fill(0, 4, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)));
    const answer = await ask('select "start", srcaddr from vpc_flow_logs order by "start" desc');
    expect(answer.unreadable.map(({ path: file }) => file)).toEqual([broken]);
    expect(answer.rows).toHaveLength(MANY);
    expect(answer.rows.findIndex(([start], at) => start !== newest + MANY - 1 - at)).toBe(-1);
  });

  test('is refused as a whole where one of its last rows cannot be computed', async () => {
    await writeParquet(flowKey('2026/11/02/08', 'a.log.parquet'), rows(newest, MANY, "'192.0.2.1'"));
    await writeParquet(older, rows(newest - 3600, 1, "'none'"));
    const asked = ask("select cast(split_part(srcaddr, '.', 1) as integer) from vpc_flow_logs");
    await expect(asked).rejects.toThrow("Cannot cast 'none' to INT");
  });

  test('is written to Parquet in order, and sums as the bigints that Athena gives', async () => {
    await writeParquet(older, rows(newest, MANY, "'192.0.2.' || (range % 250)"));
    const file = path.join(folder.root, 'answer.parquet');
    await withEngine((engine) =>
      engine.exportParquet(
        'select "start", sum("start") as total from vpc_flow_logs group by "start" order by "start" desc -- all',
        file,
      ),
    );
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const written = await connection.runAndReadAll(
      `SELECT typeof(total), total, "start" FROM read_parquet('${file}')`,
    );
    const found = written.getRows();
    connection.closeSync();
    expect(found).toHaveLength(MANY);
    expect(found[0]).toEqual(['BIGINT', BigInt(newest + MANY - 1), BigInt(newest + MANY - 1)]);
    expect(found.findIndex(([, , start], at) => start !== BigInt(newest + MANY - 1 - at))).toBe(-1);
  });
});

test('questions that are asked at once are answered each', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  folder.write(flowKey('2026/11/02/08', 'a.log.gz'), `${V2}\n${flow('192.0.2.1')}\n`);
  await withEngine(async (engine) => {
    const asked = ['srcaddr from vpc_flow_logs', 'eventname from cloudtrail_logs', '1', 'x from nowhere'];
    const settled = await Promise.allSettled(
      asked.map(async (what) => await collectRows(await engine.run(`select ${what}`))),
    );
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'))).toEqual([
      [['192.0.2.1']],
      [['StopTask']],
      [[1]],
      'refused',
    ]);
  });
});

test.each([
  [
    'select count(*), 1 + 2, max("start") as last, "start", (srcaddr) from vpc_flow_logs group by 4, 5',
    ['_col0', '_col1', 'last', 'start', 'srcaddr'],
  ],
  ['select useridentity.arn, cast(eventname as varchar) from cloudtrail_logs', ['arn', '_col1']],
  ['(select 1) union all (select 2) order by 1', ['_col0']],
])('%s names its columns as Athena does', async (sql, names) => {
  expect((await ask(sql)).columns.map(({ name }) => name)).toEqual(names);
});

test('questions of a loaded folder read no file any more and give the same', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const sql = 'select eventname, day from cloudtrail_logs';
  const before = await ask(sql);
  await withEngine(async (engine) => {
    await engine.load();
    const after = await engine.run(sql);
    expect(await collectRows(after)).toEqual(before.rows);
    expect(after.plan.filesRead).toBe(0);
  });
});

test('more than memory holds goes to disk', async () => {
  const lines = Array.from({ length: 5000 }, (_, at) => flow('192.0.2.1', 1_793_607_300 + at));
  folder.write('a.log', `${V2}\n${lines.join('\n')}\n`);
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 192, threads: 1 });
  try {
    const answer = await engine.run(
      `select count(*) as n
      from (
        select distinct lpad(cast("start" * 1000 + n as varchar), 800, '0') as long_text
        from vpc_flow_logs
        cross join unnest(sequence(1, 60)) as u (n)
      ) as d`,
    );
    expect(await collectRows(answer)).toEqual([[300_000]]);
  } finally {
    await engine.close();
  }
});

test('a query that is stopped says so, and the engine answers the next one', async () => {
  folder.write('a.log', `${V2}\n${flow('192.0.2.1')}\n`);
  await withEngine(async (engine) => {
    const running = engine.run(
      'select count(*) as n from vpc_flow_logs cross join unnest(sequence(1, 100000)) as a (x) cross join unnest(sequence(1, 100000)) as b (y) where x * y % 7 = 3',
    );
    const timer = setInterval(() => engine.interrupt(), 100);
    await expect(running).rejects.toThrow(LocalQueryError);
    clearInterval(timer);
    expect(await collectRows(await engine.run('select count(*) as n from vpc_flow_logs'))).toEqual([[1]]);
  });
});

test('a query that memory is too small for says how to give more', async () => {
  folder.write('a.log', `${V2}\n${flow('192.0.2.1')}\n`);
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 16, threads: 1 });
  await expect(
    engine.run(
      "select array_agg(lpad(cast(n as varchar), 800, '0')) as texts from vpc_flow_logs cross join unnest(sequence(1, 200000)) as u (n)",
    ),
  ).rejects.toThrow('--memory <megabytes>');
  await engine.close();
});
