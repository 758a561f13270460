import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { FLOW_LOG_FIELD_BY_NAME } from '../../records/flow-logs/flow-log-fields';

/**
 * Writes the flow logs of a folder, `.log.gz` each with a header, as AWS delivers Parquet: files of the same keys, gzip
 * pages, numbers as numbers.
 */
export async function flowsAsParquet(folder: string, out: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.log.gz')) continue;
    const from = path.join(folder, name);
    const to = path.join(out, name.replace('.log.gz', '.log.parquet'));
    const text = gunzipSync(await readFile(from)).toString('latin1');
    await mkdir(path.dirname(to), { recursive: true });
    const columns = text.slice(0, text.indexOf('\n')).split(' ').map(columnOf).join(', ');
    await connection.run(
      `COPY (SELECT ${columns} FROM read_csv('${from}', delim = ' ', header = true, all_varchar = true)) TO '${to}' (FORMAT parquet, COMPRESSION gzip)`,
    );
  }
  connection.closeSync();
}

function columnOf(name: string): string {
  const field = FLOW_LOG_FIELD_BY_NAME.get(name);
  const to = `"${field?.column ?? name}"`;
  if (field?.storage === 'int32') return `cast(nullif("${name}", '-') AS INTEGER) AS ${to}`;
  if (field?.storage === 'int64') return `cast(nullif("${name}", '-') AS BIGINT) AS ${to}`;
  return `"${name}" AS ${to}`;
}
