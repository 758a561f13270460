import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { FLOW_LOG_FIELD_BY_NAME } from '../records/flow-logs/flow-log-fields';
import { generateBulk } from '../simulate/bulk';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { ACCOUNT, REGION } from '../simulate/fleet';
import type { Dataset } from '../test/trino/lake/dataset';
import { layOutTrailLines } from '../test/trino/lake/lay-out-trail-lines';

export interface LakePlan {
  readonly flowRecords: number;
  readonly apiRecords: number;
  readonly days: number;
}

/** A lake of one month, and the same flow logs as text under prefixes that no partition describes. */
export interface AuditLake {
  readonly dataset: Dataset;
  /** Folder with the text flow logs. */
  readonly text: string;
}

const FIRST_DAY = '2025-09-01';
const SEED = 11;
const SQL_TYPES = { int32: 'INTEGER', int64: 'BIGINT', string: 'VARCHAR' } as const;

/** One Parquet file an hour out of that hour's text files, with AWS's types. */
async function writeParquetOf(text: string, delivered: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = ANALYZER_FORMAT.map((name) => {
    const field = FLOW_LOG_FIELD_BY_NAME.get(name);
    return `'${field?.column ?? name}': '${SQL_TYPES[field?.storage ?? 'string']}'`;
  });
  const root = path.join('AWSLogs', ACCOUNT, 'vpcflowlogs', REGION);
  for (const hour of await hourFolders(path.join(text, root))) {
    const target = path.join(delivered, root, hour);
    await mkdir(target, { recursive: true });
    await connection.run(
      `copy (select * from read_csv('${path.join(text, root, hour, '*.gz')}', columns = {${columns.join(', ')}},
         delim = ' ', header = true, nullstr = '-', force_not_null = [${textColumns()}], auto_detect = false))
       to '${path.join(target, 'hour.log.parquet')}' (format parquet, codec gzip)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}

/** `-` is a text in text columns and NULL in number columns. */
function textColumns(): string {
  return ANALYZER_FORMAT.filter((name) => FLOW_LOG_FIELD_BY_NAME.get(name)?.storage === 'string')
    .map((name) => `'${FLOW_LOG_FIELD_BY_NAME.get(name)?.column}'`)
    .join(', ');
}

async function hourFolders(root: string): Promise<readonly string[]> {
  const names = await readdir(root, { recursive: true });
  return names.filter((name) => /^\d{4}\/\d\d\/\d\d\/\d\d$/.test(name.replaceAll(path.sep, '/'))).toSorted();
}

/** Writes the lake: a file an hour of flow logs in Parquet, CloudTrail files as delivered and one record a line. */
export async function buildAuditLake(lake: string, plan: LakePlan): Promise<AuditLake> {
  const text = path.join(lake, 'text');
  const delivered = path.join(lake, 'audit', 'delivered');
  const bulk = { sshShare: 0.02, seed: SEED, days: plan.days, baseDay: FIRST_DAY };
  await generateBulk({ ...bulk, flowRecords: plan.flowRecords, apiRecords: 0 }, text);
  await generateBulk({ ...bulk, flowRecords: 0, apiRecords: plan.apiRecords }, delivered);
  await writeParquetOf(text, delivered);
  /** As many files as were delivered: the engines are to open equally many. */
  await layOutTrailLines(delivered, path.join(lake, 'audit', 'lines'), 1);
  const from = Date.parse(`${FIRST_DAY}T00:00:00Z`);
  return {
    dataset: {
      id: 'audit',
      title: 'bulk records',
      kind: 'generated',
      layout: 'plain',
      delivered,
      since: `${FIRST_DAY}T00:00:00Z`,
      until: new Date(from + plan.days * 86_400_000 - 1000).toISOString(),
      flowRecords: plan.flowRecords,
      apiRecords: plan.apiRecords,
      containerLines: 0,
    },
    text,
  };
}

/** Bytes of all files under a folder. */
export async function bytesUnder(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const facts = await stat(path.join(folder, name));
    bytes += facts.isFile() ? facts.size : 0;
  }
  return bytes;
}
