import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../../../local/query/local-engine';
import { collectRows } from '../../../queries/query-result';
import { readAlike } from '../reading/read-alike';
import { ask, folder, writeParquet } from './engine-folder';
import { flowKey } from './query-folder';

const START = 1_793_607_300;
const SOUND: Readonly<Record<string, string>> = {
  version: '7::integer',
  account_id: "'111122223333'",
  interface_id: "'eni-1'",
  srcaddr: "'192.0.2.1'",
  dstaddr: "'10.0.0.5'",
  srcport: '50000::integer',
  dstport: '22::integer',
  protocol: '6::integer',
  packets: '12::bigint',
  bytes: '900::bigint',
  start: `${START}::bigint`,
  end: `${START + 60}::bigint`,
  action: "'ACCEPT'",
  log_status: "'OK'",
};
const row = (changed: Readonly<Record<string, string>> = {}) =>
  `select ${Object.entries({ ...SOUND, ...changed })
    .map(([name, value]) => `${value} as "${name}"`)
    .join(', ')}`;
const source = (at: number) => ({ srcaddr: `'192.0.2.${at}'` });
const key = (name: string, hour = '2026/11/02/08') => flowKey(hour, `${name}.log.parquet`);
const put = async (name: string, rows: readonly string[], hour?: string) =>
  await writeParquet(key(name, hour), rows.join(' union all '));

test.each([
  ['a port that is none', { dstport: '70000::integer' }],
  ['a number below zero', { packets: '-5::bigint' }],
  ['an action that is none', { action: "'PERHAPS'" }],
  ['a status that is none', { log_status: "'NOT'" }],
  ['two words for an address', { srcaddr: "'192.0.2.7 or so'" }],
])('%s costs that record in both commands, and the file is told', async (_, changed) => {
  await put('a', [row(source(1)), row({ ...source(2), ...changed }), row(source(3))]);
  await put('b', [row(source(4))]);
  const { replayed, queried, unread } = await readAlike(folder.root);
  expect(replayed.flows).toBe(3);
  expect(queried.flows).toBe(3);
  expect(unread.query.map((file) => path.basename(file))).toEqual(['a.log.parquet']);
  expect(unread.replay.map((file) => path.basename(file))).toEqual(['a.log.parquet']);
});

test('times in milliseconds are read as such by both', async () => {
  await put('a', [row({ start: `${START}000::bigint`, end: `${START + 60}000::bigint` })]);
  const { rows } = await ask('select "start", "end" from vpc_flow_logs');
  expect(rows).toEqual([[START, START + 60]]);
});

test.each([
  ['nothing', { srcaddr: 'null::varchar', dstport: 'null::integer' }],
  ['an empty text', { srcaddr: "''" }],
  ['a window without flows', { log_status: "'NODATA'", srcaddr: "'-'", action: "'-'" }],
])('a record with %s in it is one of both', async (_, changed) => {
  await put('a', [row(source(1)), row(changed)]);
  const { replayed, queried, unread } = await readAlike(folder.root);
  expect(queried.flows).toBe(replayed.flows);
  expect(unread.query).toEqual([]);
});

test('a flow of two Parquet files counts once in both, and is told', async () => {
  await put('a', [row(source(1)), row(source(2)), row(source(1))]);
  await put('b', [row({ ...source(9), dstport: '99999::integer' }), row(source(2)), row(source(3))]);
  await put('c', [row({ ...source(3), dstport: '22::bigint' })]);
  const { rows, notes } = await ask('select srcaddr from vpc_flow_logs order by 1');
  expect(rows).toEqual([['192.0.2.1'], ['192.0.2.2'], ['192.0.2.3']]);
  expect(notes).toEqual(['3 duplicates left out']);
  const { replayed, queried } = await readAlike(folder.root);
  expect(queried.flows).toBe(replayed.flows);
});

test('files that were looked at for different questions are compared for one about both', async () => {
  await put('a', [row(source(1))]);
  await put('b', [row(source(1))], '2026/11/02/09');
  const cache = mkdtempSync(path.join(tmpdir(), 'harborwatch-cache-'));
  const count = async (engine: LocalEngine, where = '') =>
    (await collectRows(await engine.run(`select count(*) from vpc_flow_logs ${where}`)))[0]?.[0];
  for (const _ of ['first', 'second']) {
    const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 2, cache });
    expect(await count(engine, "where hour = '2026/11/02/08'")).toBe(1);
    expect(await count(engine, "where hour = '2026/11/02/09'")).toBe(1);
    await engine.close();
  }
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 2, cache });
  expect(await count(engine, "where hour = '2026/11/02/08'")).toBe(1);
  expect(await count(engine)).toBe(1);
  await engine.close();
  rmSync(cache, { recursive: true });
});
