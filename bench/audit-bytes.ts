import { findQuery } from '../queries/catalogue';
import { renderQuery } from '../queries/render-query';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import type { TrinoClient } from '../test/trino/client/trino-client';
import type { AuditLake } from './audit-lake';

export interface TouchedBytes {
  readonly oneHour: number;
  readonly textTable: number;
}

/** A table over flow logs as text and nothing else: no partitions, so that every question reads all of it. */
function textTable(name: string): string {
  const columns = ANALYZER_FORMAT.map((field) => `"${field.replaceAll('-', '_')}" varchar`).join(', ');
  return `create table ${name} (${columns}) with (external_location = 'local:///text', format = 'CSV', csv_separator = ' ', skip_header_line_count = 1)`;
}

/** The question who tried SSH, asked of one hour: of the projected Parquet table, and of the text. */
export async function bytesOfSshQuestion(trino: TrinoClient, { dataset }: AuditLake): Promise<TouchedBytes> {
  const middle = (Date.parse(dataset.since) + Date.parse(dataset.until)) / 2;
  const since = `${new Date(middle).toISOString().slice(0, 13)}:00:00Z`;
  const from = Date.parse(since) / 1000;
  const values = { since, until: new Date((from + 3599) * 1000).toISOString() };
  const projected = await trino.query(renderQuery(findQuery('ssh-probe-summary'), { values }));
  await trino.query(textTable('text_flow_logs'));
  const plain = await trino.query(
    `select srcaddr, count(*) as attempts, count(distinct dstaddr) as targets, sum(cast(packets as bigint)) as packets
     from text_flow_logs
     where dstport = '22' and try_cast("start" as bigint) between ${from} and ${from + 3599}
     group by srcaddr order by attempts desc limit 500`,
  );
  return {
    oneHour: projected.statistics.physicalInputBytes,
    textTable: plain.statistics.physicalInputBytes,
  };
}
