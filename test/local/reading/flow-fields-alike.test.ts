import path from 'node:path';
import { readFolder } from '../../../local/reading/read-folder';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { folderOfTest, put, read } from './reading-folder';
import { writeParquetFile } from './write-parquet';

/** One sound record, field by field. */
const SOUND: Readonly<Record<string, string>> = {
  version: '2',
  'account-id': '111122223333',
  'interface-id': 'eni-1',
  srcaddr: '203.0.113.9',
  dstaddr: '10.0.0.5',
  srcport: '50000',
  dstport: '22',
  protocol: '6',
  packets: '12',
  bytes: '900',
  start: '1793607300',
  end: '1793607360',
  action: 'ACCEPT',
  'log-status': 'OK',
};

/** What a field may hold that AWS would not write. */
const ODD: readonly (readonly [field: string, value: string])[] = [
  ['srcaddr', '10.0.0.555'],
  ['dstaddr', 'masked'],
  ['srcaddr', '::ffff:203.0.113.9'],
  ['dstport', '65536'],
  ['dstport', '-22'],
  ['dstport', '22.5'],
  ['dstport', 'ssh'],
  ['protocol', '256'],
  ['packets', '1e3'],
  ['bytes', '9999999999999999'],
  ['start', '1793607300000'],
  ['start', '2026-11-02T08:15:00Z'],
  ['action', 'accept'],
  ['action', '-'],
  ['log-status', 'ok'],
  ['log-status', 'NODATA'],
  ['interface-id', 'eni 1'],
];

type Write = (fields: Readonly<Record<string, string>>) => Promise<void> | void;

const WAYS: Readonly<Record<string, Write>> = {
  text: (fields) => put('a.log', `${Object.keys(fields).join(' ')}\n${Object.values(fields).join(' ')}\n`),
  CSV: (fields) => put('a.csv', `${Object.keys(fields).join(',')}\n${Object.values(fields).join(',')}\n`),
  JSON: (fields) => put('a.json', `${JSON.stringify(fields)}\n`),
  'JSON in capitals': (fields) =>
    put('a.json', JSON.stringify(renamed(fields, (name) => name.replaceAll('-', '_').toUpperCase()))),
  Parquet: (fields) => writeParquet(renamed(fields, (name) => name.replaceAll('-', '_'))),
  'Parquet in capitals': (fields) =>
    writeParquet(renamed(fields, (name) => name.replaceAll('-', '_').toUpperCase())),
  'Parquet in camel case': (fields) =>
    writeParquet(renamed(fields, (name) => name.replaceAll(/-(.)/g, (_, one: string) => one.toUpperCase()))),
};

const renamed = (fields: Readonly<Record<string, string>>, rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [rename(name), value]));

const writeParquet = (fields: Readonly<Record<string, string>>) =>
  writeParquetFile(path.join(folderOfTest(), 'a.parquet'), [fields]);

async function outcomeOf(write: Write, fields: Readonly<Record<string, string>>) {
  await write(fields);
  const { flows, report } = await read();
  return { flows, unreadable: report.totals.unreadable > 0 };
}

test.each(Object.entries(WAYS))('a sound record is read from %s', async (_way, write) => {
  expect(await outcomeOf(write, SOUND)).toEqual({ flows: ['203.0.113.9 22'], unreadable: false });
});

describe.each(ODD)('%s that is %s', (field, value) => {
  test.each(Object.entries(WAYS).slice(1))('is taken from %s as it is from text', async (_way, write) => {
    const fields = { ...SOUND, [field]: value };
    const asText = await outcomeOf(WAYS['text'] as Write, fields);
    put('a.log', '');
    expect(await outcomeOf(write, fields)).toEqual(asText);
  });
});

test('addresses that are none are told, since they count as inside', async () => {
  const engine = new ReplayEngine(mergeSettings({}));
  put(
    'a.log',
    `${Object.keys(SOUND).join(' ')}\n${Object.values({ ...SOUND, srcaddr: 'masked-1' }).join(' ')}\n`,
  );
  await readFolder(folderOfTest(), engine);
  expect(engine.finish().notes).toContain(
    'a.log: "masked-1" stands where an address belongs; what is no address counts as inside of the network, so that nothing in it comes from the internet',
  );
});
