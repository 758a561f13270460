import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { FLOW_LOG_FIELD_BY_NAME, type FlowLogStorage } from '../../../records/flow-logs/flow-log-fields';

const SQL_TYPES: Readonly<Record<FlowLogStorage, string>> = {
  int32: 'integer',
  int64: 'bigint',
  string: 'varchar',
};

/** Writes rows (AWS's field name to text) as the Parquet file that AWS would deliver: `-` is NULL in number columns. */
export async function writeFlowParquet(
  file: string,
  rows: readonly ReadonlyMap<string, string>[],
): Promise<void> {
  const names = [...(rows[0]?.keys() ?? [])];
  const types = names.map((name) => SQL_TYPES[FLOW_LOG_FIELD_BY_NAME.get(name)?.storage ?? 'string']);
  const columns = names.map((name, at) => `"${name.replaceAll('-', '_')}" ${types[at]}`);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`create table flows (${columns.join(', ')})`);
  const appender = await connection.createAppender('flows');
  for (const row of rows) {
    for (const [at, name] of names.entries()) {
      const value = row.get(name) ?? '-';
      if (types[at] === 'varchar') appender.appendVarchar(value);
      else if (value === '-') appender.appendNull();
      else if (types[at] === 'integer') appender.appendInteger(Number(value));
      else appender.appendBigInt(BigInt(value));
    }
    appender.endRow();
  }
  appender.closeSync();
  await mkdir(path.dirname(file), { recursive: true });
  await connection.run(`copy flows to '${file.replaceAll("'", "''")}' (format parquet, codec gzip)`);
  connection.closeSync();
  instance.closeSync();
}
