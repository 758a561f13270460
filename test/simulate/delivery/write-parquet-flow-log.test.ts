import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import { ANALYZER_FORMAT } from '../../../simulate/delivery/flow-log-formats';
import { simulate } from '../../../simulate/simulate';
import { filesOf, textOf } from '../files-of';

const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DUCKDB_TYPES = { int32: 'INTEGER', int64: 'BIGINT', string: 'VARCHAR' } as const;

describe('the Parquet flow log', () => {
  let ask: (sql: string) => Promise<(string | null)[][]>;
  let release: () => void;

  beforeAll(async () => {
    await simulate('outbound-ssh', 2, folder, { format: 'both' });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const files = path.join(folder, '**', '*.parquet').replaceAll("'", "''");
    ask = async (sql) =>
      (await connection.runAndReadAll(sql.replace('FILES', `'${files}'`))).getRowsJson() as (
        | string
        | null
      )[][];
    release = () => {
      connection.closeSync();
      instance.closeSync();
    };
  });
  afterAll(() => release());

  test('has every field as a column, in order, in the storage that AWS uses', async () => {
    const described = await ask('describe select * from read_parquet(FILES)');
    expect(described.map(([name, type]) => [name, type])).toEqual(
      FLOW_LOG_FIELDS.map(({ column, storage }) => [column, DUCKDB_TYPES[storage]]),
    );
  });

  test('is compressed with gzip, page by page', async () => {
    expect(await ask('select distinct compression from parquet_metadata(FILES)')).toEqual([['GZIP']]);
  });

  test('tells the same records as the text flow log, but for the version of the format', async () => {
    const columns = ANALYZER_FORMAT.filter((name) => name !== 'version').map(
      (name) => `"${name.replaceAll('-', '_')}"`,
    );
    const rows = await ask(`select ${columns.join(', ')} from read_parquet(FILES)`);
    const lines = filesOf(folder)
      .filter((file) => file.endsWith('.log.gz'))
      .flatMap((file) => textOf(folder, file).trimEnd().split('\n').slice(1))
      .map((line) => line.slice(line.indexOf(' ') + 1));
    expect(rows.map((row) => row.map((value) => value ?? '-').join(' ')).sort()).toEqual(lines.sort());
  });

  test('has null for the numbers of a window without data', async () => {
    const [[count] = []] = await ask(
      "select count(*) from read_parquet(FILES) where log_status = 'NODATA' and packets is null and srcaddr = '-'",
    );
    expect(Number(count)).toBeGreaterThan(0);
  });
});
