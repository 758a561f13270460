import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OpenDuckDb, openDuckDb } from '../../../../local/query/duckdb/open-duckdb';

let folder: string;
let outside: string;
let duckDb: OpenDuckDb;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'logs-'));
  outside = mkdtempSync(path.join(tmpdir(), 'private-'));
  writeFileSync(path.join(folder, 'log.txt'), 'a record');
  writeFileSync(path.join(outside, 'key.txt'), 'a secret');
  duckDb = await openDuckDb({ memoryMegabytes: 256, threads: 1, readable: [folder] });
});

afterAll(async () => {
  await duckDb.close();
  rmSync(folder, { recursive: true });
  rmSync(outside, { recursive: true });
});

const run = async (sql: string) => (await duckDb.connection.runAndReadAll(sql)).getRows();

test('the logs can be read', async () => {
  expect(await run(`select content from read_text('${folder}/log.txt')`)).toEqual([['a record']]);
});

test('what is larger than memory still goes to the spill folder', async () => {
  await run(`copy (select 1) to '${duckDb.spill}/x.parquet' (format parquet)`);
  expect(await run(`select count(*) from read_parquet('${duckDb.spill}/x.parquet')`)).toEqual([[1n]]);
});

/** What a question that slipped through every check before could try. */
test.each([
  ['read another file', () => `select content from read_text('${outside}/key.txt')`],
  [
    'read one by a way through the logs',
    () => `select content from read_text('${folder}/../${path.basename(outside)}/key.txt')`,
  ],
  ['list a folder', () => `select * from glob('${outside}/*')`],
  ['write a file', () => `copy (select 1) to '${outside}/x.csv'`],
  ['attach a database', () => `attach '${outside}/x.db'`],
  ['load an extension', () => 'load httpfs'],
  ['install one', () => 'install httpfs'],
  ['reach the network', () => `select * from read_csv('http://127.0.0.1:9/x.csv')`],
  ['take the lock off', () => 'set enable_external_access = true'],
  ['widen what it may read', () => `set allowed_directories = ['/']`],
  ['take the lock of the settings off', () => 'set lock_configuration = false'],
])('it cannot %s', async (_what, sql) => {
  await expect(run(sql())).rejects.toThrow();
});

test('one file may be all that is read', async () => {
  const file = path.join(folder, 'log.txt');
  const one = await openDuckDb({ memoryMegabytes: 256, threads: 1, readable: [file] });
  try {
    const content = async (name: string) =>
      (await one.connection.runAndReadAll(`select content from read_text('${name}')`)).getRows();
    expect(await content(file)).toEqual([['a record']]);
    await expect(content(path.join(outside, 'key.txt'))).rejects.toThrow();
  } finally {
    await one.close();
  }
});
