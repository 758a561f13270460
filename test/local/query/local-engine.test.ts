import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalEngine } from '../../../local/query/local-engine';
import { QuerySyntaxError } from '../../../local/query/query-errors';
import { spanOf } from '../../../local/query/span-of';
import { collectRows } from '../../../queries/query-result';
import { allColumns } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import { ask, event, flow, folder, V2, withEngine, writeParquet } from './engine-folder';
import { ACCOUNT, containerKey, flowKey, trailKey } from './query-folder';

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

test('equal names of columns stay equal', async () => {
  const { columns, rows } = await ask('select 1 as a, 2 as a, null as b');
  expect(columns.map(({ name }) => name)).toEqual(['a', 'a', 'b']);
  expect(rows).toEqual([[1, 2, null]]);
});

test('files that no table is made of are listed with their reason', async () => {
  folder.write('labels.json', '{"scenario":"x"}');
  folder.write('notes.txt', 'hello');
  const digest = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/2026/11/02/${ACCOUNT}_CloudTrail-Digest_eu-west-1_a.json.gz`;
  folder.write(digest, '{}');
  folder.write('empty.log', '');
  await withEngine(async (engine) => {
    expect(engine.folder.files).toEqual([]);
    expect(engine.folder.skipped.map(({ reason }) => reason)).toEqual([
      'digest, holds no records',
      'labels of a simulation or a data set, not a log',
      'empty',
      'text, and no flow log line: "hello"',
    ]);
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
