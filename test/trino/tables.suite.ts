import { LocalEngine } from '../../local/query/local-engine';
import { collectRows } from '../../queries/query-result';
import { TABLES } from '../../records/tables/tables';
import { typeName } from './compare/read-trino-answer';
import { glueTableFor } from './lake/create-tables';
import { readStoredTable } from './lake/read-metastore';
import { readProof, trinoOver } from './proof';

const { lake, incidents, hiveCompatible, recorded, recordedDefaultFormat } = readProof();

describe.each([incidents, hiveCompatible])('the tables over $id', (dataset) => {
  test.each(TABLES)(
    "$name: Glue's projection parameters are those that Trino stores and reads",
    async (table) => {
      const glue = await glueTableFor(dataset, table);
      const stored = await readStoredTable(lake, dataset.id, table.name);
      const projection = Object.entries(glue.parameters).filter(([name]) =>
        /^(projection|storage)\./.test(name),
      );
      expect(projection).toHaveLength(11);
      for (const [name, value] of projection) {
        const isUnit = name.endsWith('.unit');
        expect([name, isUnit ? stored.parameters[name]?.toUpperCase() : stored.parameters[name]]).toEqual([
          name,
          value,
        ]);
      }
      expect(stored.tableType).toBe(glue.tableType);
      expect(stored.externalLocation).toBe(glue.storageDescriptor.location);
    },
  );

  test.each(TABLES)(
    "$name: Glue's columns and partition keys are those that Trino stores, types too",
    async (table) => {
      const glue = await glueTableFor(dataset, table);
      const stored = await readStoredTable(lake, dataset.id, table.name);
      const plain = (columns: readonly { readonly name: string; readonly type: string }[]) =>
        columns.map(({ name, type }) => ({ name, type }));
      expect(plain(stored.dataColumns)).toEqual(glue.storageDescriptor.columns);
      expect(plain(stored.partitionColumns)).toEqual(glue.partitionKeys);
    },
  );
});

describe('select *', () => {
  let local: LocalEngine;
  beforeAll(async () => {
    local = await LocalEngine.open(incidents.delivered);
  });
  afterAll(async () => {
    await local.close();
  });

  test.each(TABLES)('$name has the same columns, types and order on both engines', async ({ name }) => {
    const duckdb = await local.run(`select * from ${name} limit 1`);
    await collectRows(duckdb);
    const trino = await trinoOver(incidents).query(`select * from ${name} limit 1`);
    expect(duckdb.columns).toEqual(
      trino.columns.map(({ name: column, type }) => ({ name: column, type: typeName(type) })),
    );
  });
});

const datasets = [incidents, hiveCompatible, recorded, recordedDefaultFormat].filter(
  (one) => one !== undefined,
);

test.each(datasets)('$id: both engines count every record that was delivered', async (dataset) => {
  const text = `
    select
        (select count(*) from cloudtrail_logs) as api_records,
        (select count(*) from vpc_flow_logs) as flow_records,
        (select count(*) from container_logs) as container_lines`;
  const { apiRecords, flowRecords, containerLines } = dataset;
  const local = await LocalEngine.open(dataset.delivered);
  try {
    expect(await collectRows(await local.run(text))).toEqual([[apiRecords, flowRecords, containerLines]]);
  } finally {
    await local.close();
  }
  expect((await trinoOver(dataset).query(text)).rows).toEqual([[apiRecords, flowRecords, containerLines]]);
});
