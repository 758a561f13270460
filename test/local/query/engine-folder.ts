import { DuckDBInstance } from '@duckdb/node-api';
import { LocalEngine } from '../../../local/query/local-engine';
import { collectRows } from '../../../queries/query-result';
import { ACCOUNT, createLogFolder, type LogFolderFixture } from './query-folder';

/** The folder of the test that runs. */
export let folder: LogFolderFixture;

beforeEach(() => {
  folder = createLogFolder();
});

afterEach(() => {
  folder.remove();
});

export async function withEngine<T>(use: (engine: LocalEngine) => Promise<T>): Promise<T> {
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 2 });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

export const ask = (sql: string) =>
  withEngine(async (engine) => {
    const answer = await engine.run(sql);
    return { ...answer, rows: await collectRows(answer) };
  });

export const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
export const flow = (source: string, start = 1_793_607_300, eni = 'eni-1') =>
  `2 ${ACCOUNT} ${eni} ${source} 10.0.0.5 50000 22 6 12 900 ${start} ${start + 60} ACCEPT OK`;

export const event = (name: string, more: Record<string, unknown> = {}) => ({
  eventTime: '2026-11-02T08:15:00Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: name,
  awsRegion: 'eu-west-1',
  recipientAccountId: ACCOUNT,
  ...more,
});

export async function writeParquet(name: string, select: string, codec = 'snappy'): Promise<void> {
  const file = folder.write(name, '');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, CODEC ${codec})`);
  connection.closeSync();
}

export const sources = async (): Promise<unknown[]> =>
  (await ask('select srcaddr from vpc_flow_logs order by 1')).rows.map(([source]) => source);
