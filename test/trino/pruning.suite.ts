import { queryCatalogue } from '../../queries/catalogue';
import { renderQuery } from '../../queries/render-query';
import { partitionKeys } from '../../records/tables/table-definition';
import { TABLES } from '../../records/tables/tables';
import { readProof, trinoOver } from './proof';
import { looksBack, oneHourOf, tablesOf } from './pruning/one-hour';
import { type Scan, scansOf } from './pruning/scans-of';

const proof = readProof();
const trino = trinoOver(proof.incidents);
const hour = oneHourOf(proof);

describe.each(queryCatalogue().map((query) => [query.id, query] as const))('%s', (_id, query) => {
  let scans: readonly Scan[];
  const timesOf = (table: string, key: string) =>
    scans.filter((scan) => scan.table === table).map(({ constraints }) => constraints.get(key));

  beforeAll(async () => {
    scans = await scansOf(trino, renderQuery(query, { values: hour.values }));
  });

  test('is planned over the tables that it names and no other', () => {
    expect(new Set(scans.map(({ table }) => table))).toEqual(new Set(tablesOf(query)));
  });

  test('constrains account, region and time wherever it reads', () => {
    for (const { table, constraints } of scans) {
      const definition = TABLES.find(({ name }) => name === table);
      expect(definition).toBeDefined();
      expect([...constraints.keys()]).toEqual(
        expect.arrayContaining(definition === undefined ? [] : [...partitionKeys(definition)]),
      );
    }
  });

  test('reads no partition after the window and its hour of late delivery', () => {
    for (const { name, timeKey } of TABLES) {
      for (const time of timesOf(name, timeKey)) {
        expect(time?.high).toBeDefined();
        expect((time?.high ?? '') <= hour.last[timeKey]).toBe(true);
      }
    }
  });

  test(`reads no partition before the window${looksBack(query) ? ' and what it looks back to' : ''}`, () => {
    for (const { name, timeKey } of TABLES) {
      for (const time of timesOf(name, timeKey)) {
        expect(time?.low).toBeDefined();
        expect(looksBack(query) || (time?.low ?? '') >= hour.first[timeKey]).toBe(true);
      }
    }
  });
});
