import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readAlike } from './read-alike';

const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const flow = (at: number) =>
  `2 111122223333 eni-1 203.0.113.${at} 10.0.0.5 ${50_000 + at} 22 6 1 40 1777629600 1777629640 ACCEPT OK`;
const call = (at: number, more: object = {}) =>
  JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-05-01T10:00:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'ExecuteCommand',
    eventID: `event-${at}`,
    ...more,
  });
const quotedCell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forms-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function readOne(name: string, content: string | Buffer) {
  writeFileSync(path.join(folder, name), content);
  const sides = await readAlike(folder);
  expect(sides.queried).toEqual(sides.replayed);
  return { ...sides, file: sides.files[0] };
}

test.each<[string, string | Buffer, { calls?: number; flows?: number }]>([
  [
    'aws cloudtrail lookup-events --output yaml',
    `Events:\n- CloudTrailEvent: '${call(1, { userAgent: "it''s" })}'\n  EventId: event-1\n- CloudTrailEvent: '${call(2)}'\n  EventId: event-2\n`,
    { calls: 2 },
  ],
  [
    'aws cloudtrail lookup-events --output text',
    `EVENTS\tAKIA\t${call(1)}\tevent-1\tExecuteCommand\nEVENTS\tAKIA\t${call(2)}\tevent-2\tExecuteCommand\n`,
    { calls: 2 },
  ],
  [
    'aws logs tail --format short of flow logs',
    `2026-05-01T10:00:00 ${flow(1)}\n2026-05-01T10:00:00 ${flow(2)}\n`,
    { flows: 2 },
  ],
  [
    'aws logs tail --format detailed of flow logs',
    `2026-05-01T10:00:00.123000+00:00 eni-0a1-all ${flow(1)}\n2026-05-01T10:00:00.123000+00:00 eni-0a1-all ${flow(2)}\n`,
    { flows: 2 },
  ],
  [
    'a flow log that begins with a byte order mark',
    `\ufeff${V2.split(' ').toReversed().join(' ')}\r\n${flow(1).split(' ').toReversed().join(' ')}\r\n`,
    { flows: 1 },
  ],
  [
    'an export of a log group of CloudTrail',
    `2026-05-01T10:00:00.000Z ${call(1)}\n2026-05-01T10:00:01.000Z ${call(2)}\n`,
    { calls: 2 },
  ],
  ['what `aws logs tail` prints', `2026-05-01T10:00:00.000000+00:00 stream-1 ${call(1)}\n`, { calls: 1 }],
  [
    'log events as the console exports them',
    `timestamp,message\n1,${quotedCell(call(1))}\n2,${quotedCell(call(2))}\n`,
    { calls: 2 },
  ],
  [
    'Logs Insights of CloudTrail',
    `@timestamp,@message,@logStream\n2026-05-01 10:00:00.000,${quotedCell(call(1))},s\n`,
    { calls: 1 },
  ],
  [
    'Logs Insights of flow logs',
    `@timestamp,@message\n2026-05-01 10:00:00.000,${flow(1)}\n2026-05-01 10:00:00.000,${quotedCell(flow(2))}\n`,
    { flows: 2 },
  ],
  [
    'the fields that Logs Insights finds by itself',
    '@timestamp,srcAddr,dstAddr,dstPort,action\n1,203.0.113.9,10.0.0.5,22,ACCEPT\n',
    { flows: 1 },
  ],
  [
    'a message with a line break in a quoted cell',
    `timestamp,message\n1,${quotedCell(JSON.stringify(JSON.parse(call(1)), null, 1))}\n`,
    { calls: 1 },
  ],
  [
    'flow logs as JSON objects',
    `{"version":2,"account_id":"1","interface_id":"eni-1","srcaddr":"203.0.113.9","dstaddr":"10.0.0.5","dstport":22,"start":1777629600,"end":1777629640}\n{"srcAddr":"203.0.113.8","dstAddr":"10.0.0.5"}\n`,
    { flows: 2 },
  ],
  [
    'a Kinesis event',
    JSON.stringify({
      Records: [
        { eventSource: 'aws:kinesis', eventName: 'aws:kinesis:record', kinesis: { data: base64(call(1)) } },
      ],
    }),
    { calls: 1 },
  ],
  [
    'EventBridge events as JSON lines',
    `${[1, 2].map((at) => `{"detail-type":"AWS API Call via CloudTrail","detail":${call(at)}}`).join('\n')}\n`,
    { calls: 2 },
  ],
  ['UTF-16 as PowerShell writes it', Buffer.from(`\ufeff${V2}\r\n${flow(1)}\r\n`, 'utf16le'), { flows: 1 }],
  [
    'UTF-16 of JSON, packed',
    gzipSync(Buffer.from(`\ufeff{"Records":[${call(1)}]}`, 'utf16le')),
    { calls: 1 },
  ],
  ['a preallocated tail of NUL bytes', `{"Records":[${call(1)}]}${'\0'.repeat(5000)}`, { calls: 1 }],
  ['NUL bytes at the head', `${'\0'.repeat(5000)}${flow(1)}\n`, { flows: 1 }],
  ['blanks before everything', `${' \n'.repeat(40_000)}{"Records":[${call(1)}]}`, { calls: 1 }],
  ['twelve odd lines before a flow log', `${'odd\n'.repeat(12)}${flow(1)}\n${flow(2)}\n`, { flows: 2 }],
  [
    'tabs between the fields',
    `${V2.replaceAll(' ', '\t')}\n${flow(1).replaceAll(' ', '\t')}\n`,
    { flows: 1 },
  ],
  [
    'commas between the fields',
    `${V2.replaceAll(' ', ',')}\n${flow(1).replaceAll(' ', ',')}\n`,
    { flows: 1 },
  ],
  ['carriage returns alone', [flow(1), flow(2)].join('\r'), { flows: 2 }],
  ['gzip in gzip', gzipSync(gzipSync(`{"Records":[${call(1)}]}`)), { calls: 1 }],
  ['two trails’ copies of an event', `${call(1)}\n${call(1)}\n`, { calls: 1 }],
  ['`{}` before everything', `{}\n${call(1)}\n`, { calls: 1 }],
])('%s is read, by both commands', async (_, content, expected) => {
  const { replayed } = await readOne('file', content);
  expect(replayed).toEqual({ calls: 0, flows: 0, ...expected });
});

test('a CSV of the event history is read, and says what it lacks', async () => {
  const { replayed, file } = await readOne(
    'event_history.csv',
    [
      'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only',
      'alice,ASIAX,2026-05-01T10:00:00Z,ecs.amazonaws.com,ExecuteCommand,eu-west-1,192.0.2.1,"aws-cli, v2",,"[{""a"":1}]",r,e-1,false',
    ].join('\n'),
  );
  expect(replayed.calls).toBe(1);
  expect(file?.notes).toEqual([expect.stringContaining('no request parameters')]);
});

test('API calls in OCSF as Security Lake writes them are records again', async () => {
  const row = {
    class_uid: 6003,
    metadata: {
      uid: 'e-1',
      version: '1.1.0',
      event_code: 'AwsApiCall',
      product: { name: 'CloudTrail', version: '1.09', feature: { name: 'Management' } },
    },
    time: 1777629600000,
    api: {
      operation: 'ExecuteCommand',
      service: { name: 'ecs.amazonaws.com' },
      request: { uid: 'r', data: '{"cluster":"shop"}' },
      response: { error: 'AccessDenied' },
    },
    actor: {
      user: {
        type: 'IAMUser',
        name: 'alice',
        uid: 'arn:aws:iam::111122223333:user/alice',
        uid_alt: 'AIDA',
        account: { uid: '111122223333' },
      },
    },
    cloud: { region: 'eu-west-1', provider: 'AWS' },
    src_endpoint: { ip: '192.0.2.1' },
    unmapped: { recipientAccountId: '111122223333', readOnly: 'false' },
  };
  const { replayed, file } = await readOne('lake.json', JSON.stringify(row));
  expect(replayed).toEqual({ calls: 1, flows: 0 });
  expect(file?.notes).toEqual([expect.stringContaining('OCSF')]);
});

test.each<[string, string | Buffer]>([
  ['flow.log', `2 1 a b c\n${flow(1)} one two three\n`],
  ['tgw.log', '6 TransitGateway 111122223333 tgw-0a1 tgw-attach-0b2 111122223333\n'],
  ['broken.json', '{"Records":[{"eventVersion":"1.11","eventTime'],
  ['noise.json.gz', Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 37) % 31))],
  ['cut.json.gz', gzipSync(call(1)).subarray(0, 12)],
  ['zeros.log', '\0'.repeat(4000)],
])('%s may have held records: it is unreadable, and named by both commands', async (name, content) => {
  writeFileSync(path.join(folder, 'good.jsonl'), call(9));
  const { unread, replayed } = await readOne(name, content);
  expect(replayed).toEqual({ calls: 1, flows: 0 });
  expect(unread).toEqual({ replay: [name], query: [name] });
});

test.each<[string, string | Buffer]>([
  ['README.md', '# Notes\nabout an incident, 2 of them\n'],
  ['ABOUT.txt', 'the action is ACCEPT when any packet came back,\nand REJECT for what was never answered\n'],
  ['package.json', '{"name":"x","version":"1"}'],
  ['shot.png', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0', 'latin1')],
  ['s3.json', '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventTime":"x"}]}'],
])('%s is left alone, and nothing is lost', async (name, content) => {
  writeFileSync(path.join(folder, 'good.jsonl'), call(9));
  const { unread, replayed, files } = await readOne(name, content);
  expect(replayed.calls).toBe(1);
  expect(unread).toEqual({ replay: [], query: [] });
  expect(files.find((file) => file.path === name)).toMatchObject({ kind: 'unknown', records: 0 });
});

test('file names are no patterns', async () => {
  for (const [at, name] of ['*.json', 'z.json', 'a[1].json', '?.json'].entries()) {
    writeFileSync(path.join(folder, name), `{"Records":[${call(at)}]}`);
  }
  const { replayed, queried } = await readAlike(folder);
  expect(replayed.calls).toBe(4);
  expect(queried.calls).toBe(4);
});

test.each(['a\\b', 'a\\b [c]', '[c]', '{a,b}', "it's", 'a"b', 'a;b', '!a', '**', 'a\nb', '~', '%41'])(
  'a folder may be named %j, and so may one in the layout',
  async (name) => {
    const key = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02';
    // What the name would fit if it were a pattern.
    for (const [at, folderName] of [name, 'a/b c', 'a', 'c', 'x/y'].entries()) {
      for (const [kind, place] of [folderName, path.join(folderName, key)].entries()) {
        mkdirSync(path.join(folder, place), { recursive: true });
        writeFileSync(path.join(folder, place, 'f.json'), `{"Records":[${call(10 * at + kind)}]}`);
      }
    }
    const { replayed, queried } = await readAlike(folder);
    expect(replayed.calls).toBe(10);
    expect(queried.calls).toBe(10);
  },
);

test.each([
  'eventID,eventName,eventTime\n"id","StopTask","2026-05-01 10:00:00.000"\n',
  '"eventversion","eventtime","eventname"\n"1.11","2026-05-01T10:00:00Z","StopTask"\n',
])(
  'a table of events that a query engine answered is unreadable by name, not left alone',
  async (content) => {
    const { file, unread, replayed } = await readOne('answer.csv', content);
    expect(replayed).toEqual({ calls: 0, flows: 0 });
    expect(file?.unreadable[0]?.reason).toContain(
      'a table of events, as Athena, CloudTrail Lake or a SIEM answers',
    );
    expect(unread.query).toEqual(unread.replay);
    expect(unread.replay).toHaveLength(1);
  },
);
