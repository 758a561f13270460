import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBAppender, DuckDBInstance } from '@duckdb/node-api';
import { FLOW_LOG_FIELDS, type FlowLogStorage } from '../../records/flow-logs/flow-log-fields';
import type { FlowLogEntry } from '../flow';
import type { Simulation } from '../simulation';
import { AUDIT_FORMAT, formatVersion } from './flow-log-formats';
import { ABSENT, flowLogValue } from './flow-log-values';
import { flowLogKey } from './keys';
import type { Written } from './written';

const SQL_TYPES: Record<FlowLogStorage, string> = { int32: 'INTEGER', int64: 'BIGINT', string: 'VARCHAR' };

/**
 * Delivers the flow log that the audits read: Parquet with gzip pages and every field. One thread and a row
 * number to order by keep the bytes the same from run to run.
 */
export async function writeParquetFlowLog(
  simulation: Simulation,
  slots: readonly [number, FlowLogEntry[]][],
  folder: string,
): Promise<Written> {
  const { fleet } = simulation;
  const random = simulation.random.fork('parquet flow log delivery');
  const version = formatVersion(AUDIT_FORMAT);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const written = { files: 0, records: 0, bytes: 0 };
  try {
    const columns = FLOW_LOG_FIELDS.map(({ column, storage }) => `"${column}" ${SQL_TYPES[storage]}`);
    await connection.run(`create table delivered (slot bigint, row_number bigint, ${columns.join(', ')})`);
    const appender = await connection.createAppender('delivered');
    for (const [slot, entries] of slots) {
      for (const [row, entry] of entries.entries()) {
        appender.appendBigInt(BigInt(slot));
        appender.appendBigInt(BigInt(row));
        for (const { name, storage } of FLOW_LOG_FIELDS) {
          append(appender, storage, flowLogValue(fleet, entry, name, version));
        }
        appender.endRow();
      }
    }
    appender.closeSync();

    for (const [slot, entries] of slots) {
      const key = flowLogKey(random, fleet.flowLogIds.parquet, slot, 'log.parquet');
      const file = path.join(folder, ...key.split('/'));
      await mkdir(path.dirname(file), { recursive: true });
      await connection.run(
        `copy (select * exclude (slot, row_number) from delivered where slot = ${slot} order by row_number)
         to '${file.replaceAll("'", "''")}' (format parquet, codec gzip)`,
      );
      written.files += 1;
      written.records += entries.length;
      written.bytes += (await stat(file)).size;
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return written;
}

/** Numbers that do not apply are null, texts are `-`, as in the files that AWS delivers. */
function append(appender: DuckDBAppender, storage: FlowLogStorage, value: string): void {
  if (storage === 'string') appender.appendVarchar(value);
  else if (value === ABSENT) appender.appendNull();
  else if (storage === 'int32') appender.appendInteger(Number(value));
  else appender.appendBigInt(BigInt(value));
}
