import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type GlueTable, renderGlueTable } from '../../../records/tables/glue-table';
import { readObjectKey } from '../../../records/tables/object-key';
import type { TableDefinition } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import type { TrinoClient } from '../client/trino-client';
import { type Dataset, lakeLocation } from './dataset';
import { renderTrinoTable } from './render-trino-table';

/** The accounts and regions that the keys of one table name: a deployment takes them from its settings. */
async function enumerations(
  delivered: string,
  table: TableDefinition,
): Promise<{ readonly accounts: readonly string[]; readonly regions: readonly string[] }> {
  const accounts = new Set<string>();
  const regions = new Set<string>();
  for (const name of await readdir(delivered, { recursive: true })) {
    const object = readObjectKey(name.replaceAll(path.sep, '/'));
    if (object?.table === table.name) {
      accounts.add(object.account);
      regions.add(object.region);
    }
  }
  return {
    accounts: accounts.size === 0 ? ['123456789012'] : [...accounts].toSorted(),
    regions: regions.size === 0 ? ['eu-west-1'] : [...regions].toSorted(),
  };
}

/** The Glue table that a deployment over this dataset would have. */
export async function glueTableFor(dataset: Dataset, table: TableDefinition): Promise<GlueTable> {
  return renderGlueTable(table, {
    location: lakeLocation(dataset.id, table.name === 'cloudtrail_logs' ? 'lines' : 'delivered'),
    ...(await enumerations(dataset.delivered, table)),
    firstDay: dataset.since.slice(0, 10),
    layout: dataset.layout,
  });
}

/** Makes a schema with the three tables over one dataset; gives a client that asks in it. */
export async function createTables(trino: TrinoClient, dataset: Dataset): Promise<TrinoClient> {
  await trino.query(`create schema "${dataset.id}"`);
  const client = trino.in(dataset.id);
  for (const table of TABLES) {
    await client.query(renderTrinoTable(table, await glueTableFor(dataset, table)));
  }
  return client;
}
