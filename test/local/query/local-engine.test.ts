import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { LocalEngine } from '../../../local/query/local-engine';
import { LocalQueryError, QuerySyntaxError } from '../../../local/query/query-errors';
import { spanOf } from '../../../local/query/span-of';
import { collectRows } from '../../../queries/query-result';
import { allColumns } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import {
  ACCOUNT,
  containerKey,
  createLogFolder,
  flowKey,
  type LogFolderFixture,
  trailKey,
} from './query-folder';

jest.setTimeout(60_000);

let folder: LogFolderFixture;

beforeEach(() => {
  folder = createLogFolder();
});

afterEach(() => {
  folder.remove();
});

async function withEngine<T>(use: (engine: LocalEngine) => Promise<T>): Promise<T> {
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 2 });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

const ask = (sql: string) =>
  withEngine(async (engine) => {
    const answer = await engine.run(sql);
    return { ...answer, rows: await collectRows(answer) };
  });

const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const flow = (source: string, start = 1_793_607_300, eni = 'eni-1') =>
  `2 ${ACCOUNT} ${eni} ${source} 10.0.0.5 50000 22 6 12 900 ${start} ${start + 60} ACCEPT OK`;

const event = (name: string, more: Record<string, unknown> = {}) => ({
  eventTime: '2026-11-02T08:15:00Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: name,
  awsRegion: 'eu-west-1',
  recipientAccountId: ACCOUNT,
  ...more,
});

async function writeParquet(name: string, select: string, codec = 'snappy'): Promise<void> {
  const file = folder.write(name, '');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, CODEC ${codec})`);
  connection.closeSync();
}

test('every table has exactly the columns and types of its definition, with files and without', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  folder.write(flowKey('2026/11/02/08', 'a.log.gz'), `${V2}\n${flow('192.0.2.1')}\n`);
  await withEngine(async (engine) => {
    for (const table of TABLES) {
      const { columns } = await engine.run(`select * from ${table.name}`);
      const words = { string: 'varchar', int: 'integer', bigint: 'bigint', double: 'double' };
      expect(columns).toEqual(
        allColumns(table).map(({ name, type }) => ({
          name,
          type: typeof type === 'string' ? words[type] : 'arrayOf' in type ? 'array' : 'row',
        })),
      );
    }
  });
});

test.each([
  ['{"Records":[…]} in one line', (records: unknown[]) => JSON.stringify({ Records: records })],
  ['{"Records":[…]} laid out', (records: unknown[]) => JSON.stringify({ Records: records }, null, 2)],
  ['a bare array', (records: unknown[]) => JSON.stringify(records)],
  ['JSON lines', (records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n')],
  ['one record laid out', (records: unknown[]) => JSON.stringify(records[0], null, 2)],
])('CloudTrail records are read from %s', async (_what, write) => {
  const identity = {
    type: 'AssumedRole',
    sessionContext: { sessionIssuer: { arn: 'arn:role' }, attributes: { mfaAuthenticated: 'false' } },
  };
  folder.write(
    'any/name.json',
    write([
      event('RunTask', {
        userIdentity: identity,
        readOnly: false,
        requestParameters: { taskDefinition: 'web:1', overrides: { cpu: '8192' } },
        responseElements: null,
        resources: [{ ARN: 'arn:x', accountId: ACCOUNT }],
      }),
    ]),
  );
  const { rows } = await ask(
    "select eventname, readonly, useridentity.sessioncontext.sessionissuer.arn as a, json_extract_scalar(requestparameters, '$.overrides.cpu') as c, responseelements, resources[1].arn as r, account, region, day from cloudtrail_logs",
  );
  expect(rows).toEqual([
    ['RunTask', 'false', 'arn:role', '8192', null, 'arn:x', ACCOUNT, 'eu-west-1', '2026/11/02'],
  ]);
});

test('a record in no layout says its own partition, also where the question names none of its columns', async () => {
  folder.write('trail.json', JSON.stringify({ Records: [event('RunTask')] }));
  folder.write(
    'lines.json',
    `${JSON.stringify(event('StopTask', { recipientAccountId: undefined, userIdentity: { accountId: '5' } }))}\n`,
  );
  const { rows } = await ask(
    'select account, region, day, count(*) as n from cloudtrail_logs group by 1, 2, 3 order by 1',
  );
  expect(rows).toEqual([
    [ACCOUNT, 'eu-west-1', '2026/11/02', 1],
    ['5', 'eu-west-1', '2026/11/02', 1],
  ]);
});

test('a question that names no column counts every record', async () => {
  folder.write(
    trailKey('eu-west-1', '2026/11/02'),
    JSON.stringify({ Records: [event('RunTask'), event('StopTask')] }),
  );
  expect((await ask('select count(*) as n from cloudtrail_logs')).rows).toEqual([[2]]);
});

test('lines that replay refuses are no rows, and the file is told', async () => {
  folder.write(
    flowKey('2026/11/02/08', 'a.log.gz'),
    `${[
      V2,
      flow('192.0.2.1'),
      `2 ${ACCOUNT} eni-1 - - - - - - - 1793607300 1793607360 - NODATA`,
      `${flow('192.0.2.2')} surplus fields`,
      `2 ${ACCOUNT} eni-1 "192.0.2.3`,
    ].join('\n')}\n`,
  );
  const { rows, unreadable } = await ask(
    'select srcaddr, dstport, log_status, tcp_flags from vpc_flow_logs order by srcaddr',
  );
  expect(rows).toEqual([
    ['-', null, 'NODATA', null],
    ['192.0.2.1', 22, 'OK', null],
  ]);
  expect(unreadable.map(({ reason }) => reason)).toEqual([
    '2 of 5 records, line 4: surplus columns: 16 where the format has 14',
  ]);
});

test('the header line of each file says where its fields stand; without one it is the default format', async () => {
  folder.write('a.log', 'dstport srcaddr interface-id tcp-flags\n22 192.0.2.1 eni-1 2\n');
  folder.write('b.log', `${flow('192.0.2.2')}\n`);
  folder.write('c.log', 'new-field srcaddr dstport\nx 192.0.2.3 443\n');
  const { rows } = await ask(
    'select srcaddr, dstport, tcp_flags, interface_id from vpc_flow_logs order by 1',
  );
  expect(rows).toEqual([
    ['192.0.2.1', 22, 2, 'eni-1'],
    ['192.0.2.2', 22, null, 'eni-1'],
    ['192.0.2.3', 443, null, null],
  ]);
});

test('Parquet columns are found by name, in any order and of older types', async () => {
  await writeParquet(
    flowKey('2026/11/02/08', 'a.log.parquet'),
    "select 22::integer as dstport, '192.0.2.1' as srcaddr, 6::integer as protocol, 5::bigint as packets",
  );
  await writeParquet(
    flowKey('2026/11/02/09', 'b.log.parquet'),
    "select '192.0.2.2' as srcaddr, '443' as dstport, '17' as protocol, 'eu-west-9' as region",
  );
  const { rows, columns } = await ask(
    'select srcaddr, dstport, protocol, packets, region, hour from vpc_flow_logs order by 1',
  );
  expect(rows).toEqual([
    ['192.0.2.1', 22, 6, 5, 'eu-west-1', '2026/11/02/08'],
    ['192.0.2.2', 443, 17, null, 'eu-west-1', '2026/11/02/09'],
  ]);
  expect(columns.map(({ type }) => type).slice(1, 4)).toEqual(['integer', 'integer', 'bigint']);
});

const sources = async () =>
  (await ask('select srcaddr from vpc_flow_logs order by 1')).rows.map(([source]) => source);

describe('flows that were delivered twice', () => {
  const START = 1_793_607_300;
  const WIDE = `${V2} tcp-flags`;
  const wide = (...given: Parameters<typeof flow>) => `${flow(...given)} 2`;

  test('as text and as Parquet count once, and what only text has is kept', async () => {
    await writeParquet(
      flowKey('2026/11/02/08', 'a.log.parquet'),
      `select 'eni-1' as interface_id, '192.0.2.1' as srcaddr, ${START}::bigint as "start"`,
    );
    folder.write(
      flowKey('2026/11/02/08', 'a.log.gz'),
      `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START, 'eni-2')}\n`,
    );
    folder.write(flowKey('2026/11/02/09', 'b.log.gz'), `${V2}\n${flow('192.0.2.3', START + 3600)}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  });

  test('in two text formats, in no layout, count once, as the fuller has them', async () => {
    folder.write('narrow.log', `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START + 60)}\n`);
    folder.write('wide.log', `${WIDE}\n${wide('192.0.2.1')}\n${wide('192.0.2.2', START + 60)}\n`);
    const { rows } = await ask('select srcaddr, tcp_flags from vpc_flow_logs order by 1');
    expect(rows).toEqual([
      ['192.0.2.1', 2],
      ['192.0.2.2', 2],
    ]);
  });

  test('in three formats count once', async () => {
    await writeParquet(
      'all.parquet',
      `select 'eni-1' as interface_id, '192.0.2.1' as srcaddr, ${START}::bigint as "start"`,
    );
    folder.write('narrow.log', `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START + 3600)}\n`);
    folder.write('wide.log', `${WIDE}\n${wide('192.0.2.1')}\n${wide('192.0.2.2', START + 3600)}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  test('are not those before and after a flow log was replaced by one of another format', async () => {
    folder.write(
      'before-and-after.log',
      `${V2}\n${flow('192.0.2.1', START - 120)}\n${flow('192.0.2.4', START + 180)}\n`,
    );
    folder.write('between.log', `${WIDE}\n${wide('192.0.2.2')}\n${wide('192.0.2.3', START + 60)}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']);
  });

  test('are not two files of one format', async () => {
    folder.write('a.log', `${V2}\n${flow('192.0.2.1')}\n`);
    folder.write('b.log', `${V2}\n${flow('192.0.2.2')}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2']);
  });
});

test('a file that lies in the layout and beside it counts once, and is told', async () => {
  const trail = JSON.stringify({ Records: [event('StopTask', { eventID: 'e-1' })] });
  const key = folder.write(trailKey('eu-west-1', '2026/11/02'), trail);
  folder.write('copy.json.gz', readFileSync(key));
  folder.write('other.json', JSON.stringify({ Records: [event('RunTask', { eventID: 'e-2' })] }));
  const { rows, notes } = await ask('select count(*) from cloudtrail_logs');
  expect(rows).toEqual([[2]]);
  expect(notes).toEqual(['copy.json.gz left out: byte for byte a file that lies in the layout, too']);
});

test('container log lines are read, and a line that is no JSON is told', async () => {
  folder.write(
    containerKey('2026/11/02/08'),
    '{"logged_at":"2026-11-02T08:15:00.123Z","process":"nginx","status":401,"source_ip":"192.0.2.1","request_seconds":0.25}\nnot json\n',
  );
  const { rows, unreadable } = await ask(
    'select process, status, request_seconds, hour from container_logs order by process',
  );
  expect(rows).toEqual([['nginx', 401, 0.25, '2026/11/02/08']]);
  expect(unreadable).toHaveLength(1);
});

test('only the prefixes of the window are opened, also over midnight', async () => {
  for (const [at, hour] of ['2026/11/01/22', '2026/11/01/23', '2026/11/02/00', '2026/11/02/01'].entries()) {
    folder.write(flowKey(hour, 'a.log.gz'), `${V2}\n${flow(`192.0.2.${at}`)}\n`);
  }
  folder.write(trailKey('eu-west-1', '2026/11/01'), JSON.stringify({ Records: [] }));
  const { rows, plan } = await ask(
    "select count(*) as n from vpc_flow_logs where hour between '2026/11/01/23' and '2026/11/02/00'",
  );
  expect(rows).toEqual([[2]]);
  expect([plan.filesRead, plan.filesKnown]).toEqual([2, 5]);
});

test('a question for the newest records is answered without the older files', async () => {
  const newestHour = 1_793_606_400;
  const hours = ['2026/11/02/06', '2026/11/02/07', '2026/11/02/08'];
  for (const [at, hour] of hours.entries()) {
    const first = newestHour - (hours.length - 1 - at) * 3600;
    await writeParquet(
      flowKey(hour, 'a.log.parquet'),
      `select '192.0.2.' || ${at} as srcaddr, (${first} + range)::bigint as "start" from range(3000)`,
    );
  }
  const oldest = path.join(folder.root, flowKey('2026/11/02/06', 'a.log.parquet'));
  const bytes = readFileSync(oldest);
  writeFileSync(oldest, bytes.fill(0, 4, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)));
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 1 });
  try {
    const newest = await engine.run(
      'select srcaddr, "start" from vpc_flow_logs order by "start" desc limit 2',
    );
    expect(await collectRows(newest)).toEqual([
      ['192.0.2.2', newestHour + 2999],
      ['192.0.2.2', newestHour + 2998],
    ]);
    expect(newest.unreadable).toEqual([]);
    const all = await engine.run('select count(distinct "start") from vpc_flow_logs');
    expect(await collectRows(all)).toEqual([[6000]]);
    expect(all.unreadable.map(({ path: file }) => file)).toEqual([oldest]);
  } finally {
    await engine.close();
  }
});

test('a file that would break the query is never opened when the window leaves it out', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/01'), Buffer.from('no gzip'));
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const { rows, unreadable } = await ask(
    "select count(*) as n from cloudtrail_logs where day = '2026/11/02'",
  );
  expect(rows).toEqual([[1]]);
  expect(unreadable).toEqual([]);
});

test.each([
  ['no gzip', () => Buffer.from('no gzip')],
  ['a truncated document', () => Buffer.from('{"Records":[{"eventName":')],
])('%s is left out and told, and the rest is answered', async (_what, bytes) => {
  const broken = folder.write(`${trailKey('eu-west-1', '2026/11/02', 'b').replace('.gz', '')}`, bytes());
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const { rows, unreadable } = await ask('select eventname from cloudtrail_logs where eventname is not null');
  expect(rows).toEqual([['StopTask']]);
  if (unreadable.length > 0) {
    expect(unreadable[0]?.path).toBe(broken);
  }
});

test('of a truncated gzip the records before the end are rows, and it is told', async () => {
  const { gzipSync } = jest.requireActual<typeof import('node:zlib')>('node:zlib');
  const records = Array.from({ length: 3000 }, (_, at) => event(`Call${at}${Math.sin(at)}`));
  const whole = gzipSync(JSON.stringify({ Records: records }));
  const broken = folder.write(trailKey('eu-west-1', '2026/11/02', 'b'), whole.subarray(0, whole.length / 2));
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const { rows, unreadable } = await ask('select count(*) as n from cloudtrail_logs');
  expect(Number(rows[0]?.[0])).toBeGreaterThan(1000);
  expect(Number(rows[0]?.[0])).toBeLessThan(2000);
  expect(unreadable.map(({ path }) => path)).toEqual([broken]);
});

test('one document that is larger than DuckDB should hold is read record by record', async () => {
  const { gzipSync } = jest.requireActual<typeof import('node:zlib')>('node:zlib');
  const records = Array.from({ length: 20_000 }, (_, at) => event(`Call${Math.sin(at)}`));
  const packed = gzipSync(JSON.stringify({ Records: records }));
  expect(packed.length).toBeGreaterThan(100_000);
  packed.writeUInt32LE(300 * 1024 * 1024, packed.length - 4);
  folder.write(trailKey('eu-west-1', '2026/11/02', 'b'), packed);
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const { rows, unreadable } = await ask('select count(*) as n from cloudtrail_logs');
  expect(rows).toEqual([[20_001]]);
  expect(unreadable[0]?.reason).toContain("gzip's length is wrong");
});

describe('a file damaged in its middle', () => {
  const HOUR = 1_793_606_400;
  const lines = Array.from({ length: 3000 }, (_, at) => flow(`192.0.2.${at % 250}`, HOUR + at));
  const flows = [V2, ...lines].join('\n');
  const events = JSON.stringify({
    Records: lines.map((_, at) => event('StopTask', { requestID: `r-${at * 7919}` })),
  });
  const logLines = lines.map((line) => JSON.stringify({ process: 'nginx', log: line })).join('\n');
  const pages = Array.from({ length: 8 }, (_, at) => at);

  /** Writes a file and gives it with the bytes that can be damaged. */
  const writers: readonly (readonly [table: string, kind: string, write: () => Promise<string>])[] = [
    ['vpc_flow_logs', 'text', async () => folder.write(flowKey('2026/11/02/08', 'a.log.gz'), flows)],
    [
      'vpc_flow_logs',
      'Parquet',
      async () => {
        const name = flowKey('2026/11/02/08', 'a.log.parquet');
        await writeParquet(
          name,
          `select '192.0.2.' || (range % 250) as srcaddr, (${HOUR} + range)::bigint as "start", md5(range::varchar) as interface_id from range(3000)`,
          'gzip',
        );
        return path.join(folder.root, name);
      },
    ],
    [
      'cloudtrail_logs',
      'records',
      async () => folder.write(trailKey('eu-west-1', '2026/11/02', 'b'), events),
    ],
    ['container_logs', 'lines', async () => folder.write(containerKey('2026/11/02/08', 'b'), logLines)],
  ];

  const healthy = () => {
    folder.write(flowKey('2026/11/02/09', 'whole.log.gz'), `${V2}\n${flow('192.0.2.1')}\n`);
    folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
    folder.write(containerKey('2026/11/02/09'), '{"process":"nginx","log":"x"}');
  };

  const cases = writers.flatMap(([table, kind, write]) =>
    pages.map((page) => [table, kind, page, write] as const),
  );

  test.each(cases)('of %s as %s, in eighth %i, is told, and the others are answered', async (...one) => {
    const [table, , page, write] = one;
    healthy();
    const file = await write();
    const bytes = readFileSync(file);
    const at = 20 + Math.floor(((bytes.length - 40) * page) / pages.length);
    writeFileSync(file, bytes.fill(0xa5, at, at + 12));
    await withEngine(async (engine) => {
      const answer = await engine.run(`select count(*) as n, max(cast(t as json)) from ${table} as t`);
      const [[count] = []] = await collectRows(answer);
      expect(answer.unreadable.map(({ path: told }) => told)).toEqual([file]);
      expect(count).toBeGreaterThanOrEqual(1);
      expect(count).toBeLessThanOrEqual(3001);
      const again = await engine.run(`select count(*) as n from ${table}`);
      expect(await collectRows(again)).toEqual([[count]]);
    });
  });
});

describe('an answer of many rows', () => {
  const newest = 1_793_606_400;
  const MANY = 300_000;
  const older = flowKey('2026/11/02/07', 'a.log.parquet');
  const rows = (from: number, count: number, source: string) =>
    `select ${source} as srcaddr, (${from} + range)::bigint as "start" from range(${count})`;

  test('has all of them in order, though a file read late is broken', async () => {
    await writeParquet(flowKey('2026/11/02/08', 'a.log.parquet'), rows(newest, MANY, "'192.0.2.1'"));
    await writeParquet(older, rows(newest - 3600, 3000, "'192.0.2.2'"));
    const broken = path.join(folder.root, older);
    const bytes = readFileSync(broken);
    writeFileSync(broken, bytes.fill(0, 4, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)));
    const answer = await ask('select "start", srcaddr from vpc_flow_logs order by "start" desc');
    expect(answer.unreadable.map(({ path: file }) => file)).toEqual([broken]);
    expect(answer.rows).toHaveLength(MANY);
    expect(answer.rows.findIndex(([start], at) => start !== newest + MANY - 1 - at)).toBe(-1);
  });

  test('is refused as a whole where one of its last rows cannot be computed', async () => {
    await writeParquet(flowKey('2026/11/02/08', 'a.log.parquet'), rows(newest, MANY, "'192.0.2.1'"));
    await writeParquet(older, rows(newest - 3600, 1, "'none'"));
    const asked = ask("select cast(split_part(srcaddr, '.', 1) as integer) from vpc_flow_logs");
    await expect(asked).rejects.toThrow("Cannot cast 'none' to INT");
  });

  test('is written to Parquet in order, and sums as the bigints that Athena gives', async () => {
    await writeParquet(older, rows(newest, MANY, "'192.0.2.' || (range % 250)"));
    const file = path.join(folder.root, 'answer.parquet');
    await withEngine((engine) =>
      engine.exportParquet(
        'select "start", sum("start") as total from vpc_flow_logs group by "start" order by "start" desc -- all',
        file,
      ),
    );
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const written = await connection.runAndReadAll(
      `SELECT typeof(total), total, "start" FROM read_parquet('${file}')`,
    );
    const found = written.getRows();
    connection.closeSync();
    expect(found).toHaveLength(MANY);
    expect(found[0]).toEqual(['BIGINT', BigInt(newest + MANY - 1), BigInt(newest + MANY - 1)]);
    expect(found.findIndex(([, , start], at) => start !== BigInt(newest + MANY - 1 - at))).toBe(-1);
  });
});

test('questions that are asked at once are answered each', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  folder.write(flowKey('2026/11/02/08', 'a.log.gz'), `${V2}\n${flow('192.0.2.1')}\n`);
  await withEngine(async (engine) => {
    const asked = ['srcaddr from vpc_flow_logs', 'eventname from cloudtrail_logs', '1', 'x from nowhere'];
    const settled = await Promise.allSettled(
      asked.map(async (what) => await collectRows(await engine.run(`select ${what}`))),
    );
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'))).toEqual([
      [['192.0.2.1']],
      [['StopTask']],
      [[1]],
      'refused',
    ]);
  });
});

test.each([
  [
    'select count(*), 1 + 2, max("start") as last, "start", (srcaddr) from vpc_flow_logs group by 4, 5',
    ['_col0', '_col1', 'last', 'start', 'srcaddr'],
  ],
  ['select useridentity.arn, cast(eventname as varchar) from cloudtrail_logs', ['arn', '_col1']],
  ['(select 1) union all (select 2) order by 1', ['_col0']],
])('%s names its columns as Athena does', async (sql, names) => {
  expect((await ask(sql)).columns.map(({ name }) => name)).toEqual(names);
});

test('equal names of columns stay equal', async () => {
  const { columns, rows } = await ask('select 1 as a, 2 as a, null as b');
  expect(columns.map(({ name }) => name)).toEqual(['a', 'a', 'b']);
  expect(rows).toEqual([[1, 2, null]]);
});

test('files that no table is made of are listed with their reason', async () => {
  folder.write('labels.json', '{"scenario":"x"}');
  folder.write('notes.txt', 'hello');
  folder.write(`AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/2026/11/02/d.json.gz`, '{}');
  folder.write('empty.log', '');
  await withEngine(async (engine) => {
    expect(engine.folder.files).toEqual([]);
    expect(engine.folder.skipped.map(({ reason }) => reason)).toEqual([
      'digest or insight file, holds no records',
      'labels of a simulation or a data set, not a log',
      'empty',
      'text, and no flow log line: "hello"',
    ]);
  });
});

test('questions of a loaded folder read no file any more and give the same', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const sql = 'select eventname, day from cloudtrail_logs';
  const before = await ask(sql);
  await withEngine(async (engine) => {
    await engine.load();
    const after = await engine.run(sql);
    expect(await collectRows(after)).toEqual(before.rows);
    expect(after.plan.filesRead).toBe(0);
  });
});

test('an unknown column is told with its place in the Athena text', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  const sql =
    "select\n  json_extract_scalar(requestparameters, '$.a') as a,\n  evntname\nfrom cloudtrail_logs";
  const error = await ask(sql).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(QuerySyntaxError);
  expect((error as QuerySyntaxError).place).toEqual({ line: 3, column: 3 });
  expect((error as QuerySyntaxError).message).toContain('evntname" not found');
  expect((error as QuerySyntaxError).message).toContain('3 |   evntname\n      ^');
});

test('an error that only the data shows is one about the query too', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  await expect(ask('select cast(eventname as integer) as n from cloudtrail_logs')).rejects.toThrow(
    /Cannot cast 'StopTask' to INT/,
  );
});

test('more than memory holds goes to disk', async () => {
  const lines = Array.from({ length: 5000 }, (_, at) => flow('192.0.2.1', 1_793_607_300 + at));
  folder.write('a.log', `${V2}\n${lines.join('\n')}\n`);
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 192, threads: 1 });
  try {
    const answer = await engine.run(
      `select count(*) as n
      from (
        select distinct lpad(cast("start" * 1000 + n as varchar), 800, '0') as long_text
        from vpc_flow_logs
        cross join unnest(sequence(1, 60)) as u (n)
      ) as d`,
    );
    expect(await collectRows(answer)).toEqual([[300_000]]);
  } finally {
    await engine.close();
  }
});

test('a query that is stopped says so, and the engine answers the next one', async () => {
  folder.write('a.log', `${V2}\n${flow('192.0.2.1')}\n`);
  await withEngine(async (engine) => {
    const running = engine.run(
      'select count(*) as n from vpc_flow_logs cross join unnest(sequence(1, 100000)) as a (x) cross join unnest(sequence(1, 100000)) as b (y) where x * y % 7 = 3',
    );
    const timer = setInterval(() => engine.interrupt(), 100);
    await expect(running).rejects.toThrow(LocalQueryError);
    clearInterval(timer);
    expect(await collectRows(await engine.run('select count(*) as n from vpc_flow_logs'))).toEqual([[1]]);
  });
});

test('a query that memory is too small for says how to give more', async () => {
  folder.write('a.log', `${V2}\n${flow('192.0.2.1')}\n`);
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 16, threads: 1 });
  await expect(
    engine.run(
      "select array_agg(lpad(cast(n as varchar), 800, '0')) as texts from vpc_flow_logs cross join unnest(sequence(1, 200000)) as u (n)",
    ),
  ).rejects.toThrow('--memory <megabytes>');
  await engine.close();
});

test('the span of a delivered folder is told by its keys, that of a plain one is not', async () => {
  folder.write(flowKey('2026/11/02/08', 'a.log.gz'), `${V2}\n`);
  folder.write(trailKey('eu-west-1', '2026/11/04'), '{"Records":[]}');
  await withEngine(async (engine) => {
    expect(spanOf(engine.folder)).toEqual({ since: '2026-11-01', until: '2026-11-05' });
  });
  folder.write('b.log', `${V2}\n`);
  await withEngine(async (engine) => {
    expect(spanOf(engine.folder)).toBeUndefined();
  });
});
