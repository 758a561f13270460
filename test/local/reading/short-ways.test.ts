import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { replay } from '../../../local/replay/replay';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { DEFAULT_FORMAT, FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import { ANALYZER_FORMAT } from '../../../simulate/delivery/flow-log-formats';
import { createRandom } from '../../../simulate/random';
import { simulate } from '../../../simulate/simulate';
import { differencesFrom, everyWord } from './every-word';

/** Real and made-up logs that lie beside the project where it is developed; each is a folder of its own. */
const BESIDE = ['data', 'trials/faults', 'trials/ssh-zoo', 'trials/acts'].map((name) =>
  path.join(__dirname, '../../../../shared', name),
);
/** `MUTATIONS=all` takes a hundred times as many, which takes minutes. */
const MUTATIONS = process.env['MUTATIONS'] === 'all' ? 50_000 : 500;

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'short-ways-'));
});
afterAll(() => rmSync(parent, { recursive: true }));

/** Each way of reading against the long one that takes none of them. */
async function expectAlike(folder: string): Promise<void> {
  const long = await everyWord(folder, { isQuick: false });
  expect(long.length).toBeGreaterThan(0);
  for (const way of [{}, { workers: 1 }, { workers: 3 }])
    expect({ way, differences: await differencesFrom(long, folder, way) }).toEqual({ way, differences: [] });
}

const THERE = BESIDE.filter((folder) => existsSync(folder));
if (THERE.length > 0) {
  test.each(THERE)('short ways change nothing in %s', async (folder) => {
    await expectAlike(folder);
  });
} else {
  test.skip('short ways change nothing in logs beside the project: there are none here', () => {});
}

test('a replay is the same to the last byte, whatever its ways and however many threads unpack', async () => {
  const folder = path.join(parent, 'incident');
  await simulate('workshop-incident', 3, folder, { format: 'both' });
  const results = [];
  for (const way of [{ isQuick: false, workers: 0 }, { workers: 0 }, { workers: 1 }, { workers: 4 }]) {
    const { result } = await replay({ folder, settings: mergeSettings({}), ...way });
    results.push(JSON.stringify(result));
  }
  expect(new Set(results).size).toBe(1);
  expect(results[0]).toContain('"state":"ALARM"');
});

const LINE = {
  version: '7',
  'account-id': '111122223333',
  'interface-id': 'eni-0a1b2c3d4e5f60718',
  srcaddr: '203.0.113.9',
  dstaddr: '10.0.1.5',
  srcport: '40123',
  dstport: '22',
  protocol: '6',
  packets: '12',
  bytes: '1840',
  start: '1793620800',
  end: '1793620860',
  action: 'ACCEPT',
  'log-status': 'OK',
  'tcp-flags': '3',
  'flow-direction': 'ingress',
} as Readonly<Record<string, string>>;
const OF_TASK = {
  'vpc-id': 'vpc-0a1b2c3d4e5f60718',
  'pkt-srcaddr': '203.0.113.9',
  'pkt-dstaddr': '10.0.1.5',
  'ecs-cluster-name': 'harbor',
  'ecs-service-name': 'web',
  'ecs-task-id': '0123456789abcdef0123456789abcdef',
} as Readonly<Record<string, string>>;
/** What a line is damaged with: every character that means something to a reader, and values at the edges of fields. */
const PIECES = [
  ...[
    ' ',
    '  ',
    '-',
    '\n',
    '\r',
    '\r\n',
    '\t',
    ',',
    ';',
    '#',
    '{',
    '"',
    '\0',
    '\x07',
    'é',
    '\u{1f600}',
    'T',
    '0',
    ':',
  ],
  ...[
    'NODATA',
    'SKIPDATA',
    'OK',
    'REJECT',
    'egress',
    '65536',
    '999999999999999',
    '1e15',
    '-1',
    '1793620800000',
  ],
  ...[
    '2026-05-01T10:00:00.000Z ',
    ` ${DEFAULT_FORMAT.join(' ')}\n`,
    'TransitGateway',
    'srcaddr',
    'x'.repeat(300),
  ],
];

test.each([
  ['the default format', DEFAULT_FORMAT, false],
  ['the deployed format', ANALYZER_FORMAT, true],
  ['a format that begins with words', ['interface-id', 'srcaddr', 'dstaddr', 'dstport', 'action'], true],
  ['a format without a number', ['srcaddr', 'dstaddr', 'action'], true],
])('damaged lines of %s are read alike', async (name, format, hasHeader) => {
  const folder = path.join(parent, name);
  mkdirSync(folder);
  const random = createRandom(11);
  const line = format.map((field) => LINE[field] ?? '-').join(' ');
  const sound = [...Array.from({ length: 6 }, () => line), line.replace('203.0.113.9', '198.51.100.7')];
  for (let number = 0; number < MUTATIONS / 10; number++) {
    const lines = [...(hasHeader ? [format.join(' ')] : []), ...sound];
    for (let damage = 0; damage < 10; damage++) {
      const at = random.int(0, lines.length - 1);
      const old = lines[at] ?? '';
      const cut = random.int(0, old.length);
      const kept = random.chance(0.5) ? old.slice(cut) : old.slice(cut + random.int(0, 8));
      lines[at] = old.slice(0, cut) + random.pick(PIECES) + kept;
      lines.push(line);
    }
    const text = Buffer.from(lines.join('\n') + (random.chance(0.5) ? '\n' : ''));
    writeFileSync(
      path.join(folder, `${number}.log.gz`),
      gzipSync(text).subarray(0, random.chance(0.1) ? -9 : undefined),
    );
  }
  await expectAlike(folder);
});

test('Parquet with what AWS does not write is read alike, also where a file in the middle is damaged', async () => {
  const folder = path.join(parent, 'parquet');
  mkdirSync(folder);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const line = { ...LINE, ...OF_TASK };
  const columns = FLOW_LOG_FIELDS.filter(({ name }) => name in line).map(({ name, column, storage }) => {
    const type = { int32: 'integer', int64: 'bigint', string: 'varchar' }[storage];
    return { column, type, value: `'${line[name]}'` };
  });
  const row = (changed: Readonly<Record<string, string>>) =>
    `select ${columns.map(({ column, type, value }) => `cast(${changed[column] ?? value} as ${type}) as "${column}"`).join(', ')}`;
  const odd: readonly Readonly<Record<string, string>>[] = [
    {},
    { srcaddr: 'null' },
    { srcaddr: "''" },
    { srcaddr: "'203.0.113.9 or so'" },
    { dstaddr: "'héllo'" },
    { dstport: 'null' },
    { dstport: '-5' },
    { dstport: '70000' },
    { packets: '9007199254740993' },
    { start: '1793620800000' },
    { start: 'null' },
    { action: "'PERHAPS'" },
    { action: 'null' },
    { log_status: "'NODATA'", srcaddr: "'-'", start: '1793620700' },
    { log_status: "'SKIPDATA'" },
    { account_id: "'#1'" },
    { account_id: "'a b'" },
    { flow_direction: "'sideways'" },
    { interface_id: "'eni-1'" },
    { version: 'null' },
    { ecs_service_name: "'web blue'" },
    { ecs_service_name: "'größer als zwölf Byte'" },
    { ecs_cluster_name: "''" },
    { ecs_task_id: "'-'" },
    { ecs_task_id: 'null' },
    { vpc_id: "'#vpc'" },
    { pkt_srcaddr: "'-'" },
    { pkt_dstaddr: "'2001:db8::1'" },
  ];
  for (const [number, changed] of [...odd, ...odd].entries()) {
    const rows = [row({}), row(changed), row({ srcport: String(number) }), row(changed)].join(' union all ');
    const file = path.join(folder, `${String(number).padStart(2, '0')}.parquet`);
    await connection.run(`copy (${rows}) to '${file}' (format parquet, compression gzip)`);
  }
  const all = odd.map(row).join(' union all ');
  await connection.run(`copy (${all}) to '${path.join(folder, 'all.parquet')}' (format parquet)`);
  const many = `select * from (${row({})}) cross join range(5000)`;
  await connection.run(
    `copy (select * exclude (range) replace (cast(range as integer) as srcport) from (${many})) to '${path.join(folder, '21-large.parquet')}' (format parquet, row_group_size 2048)`,
  );
  const sources = `cast(range // 250 as varchar) || '.' || cast(range % 250 as varchar)`;
  const distinct = `select * from (${row({})}) cross join range(48000)`;
  await connection.run(
    `copy (select * exclude (range) replace ('198.' || ${sources} as srcaddr) from (${distinct})) to '${path.join(folder, '22-sources.parquet')}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  await expectAlike(folder);
  rmSync(path.join(folder, '22-sources.parquet'));

  const file = path.join(folder, '21-large.parquet');
  const { readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
  const bytes = readFileSync(file);
  writeFileSync(
    file,
    Buffer.concat([
      bytes.subarray(0, bytes.length >> 1),
      Buffer.alloc(200, 7),
      bytes.subarray((bytes.length >> 1) + 200),
    ]),
  );
  writeFileSync(path.join(folder, '30-short.parquet'), bytes.subarray(0, 3000));
  await expectAlike(folder);
});
