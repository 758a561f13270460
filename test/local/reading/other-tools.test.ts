import { gzipSync } from 'node:zlib';
import { readFolder } from '../../../local/reading/read-folder';
import { readAlike } from './read-alike';
import { folderOfTest, put } from './reading-folder';

const record = (at: number) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ana', userName: 'ana' },
  eventTime: `2026-11-02T08:0${at}:00Z`,
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
  awsRegion: 'eu-west-1',
  requestParameters: { cluster: 'prod', command: `/bin/sh -c 'echo "hi"'` },
  eventID: `11111111-2222-3333-4444-00000000000${at}`,
  recipientAccountId: '111122223333',
});
const RECORDS = [1, 2, 3].map(record);
const TEXTS = RECORDS.map((one) => JSON.stringify(one));
const FLOWS = [1, 2, 3].map(
  (at) =>
    `2 111122223333 eni-0a 203.0.113.${at} 10.0.0.5 4000${at} 22 6 12 900 ${1_793_607_300 + 60 * at} ${1_793_607_360 + 60 * at} ACCEPT OK`,
);
const lines = (rows: readonly unknown[]) =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const pretty = (value: unknown) => JSON.stringify(value, undefined, 4);
const yaml = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Three calls, as the tools write them that people export records with. */
const CALLS: Readonly<Record<string, string | Buffer>> = {
  'jq . of each': lines(RECORDS.map(pretty)),
  'jq . of each, on Windows': lines(RECORDS.map(pretty)).replaceAll('\n', '\r\n'),
  'lookup-events --query to JSON': pretty(TEXTS),
  'lookup-events --query of names and events to JSON': pretty(TEXTS.map((text) => ['ExecuteCommand', text])),
  'lookup-events --query to text': `${TEXTS.join('\t')}\n`,
  'lookup-events to a stream of YAML': `---\n${TEXTS.map((text) => `- CloudTrailEvent: ${yaml(text)}\n  EventId: '1'\n  Resources: []\n`).join('')}`,
  'lookup-events to a table': `-----\n|  LookupEvents  |\n+-----+\n${TEXTS.map((text) => `||  CloudTrailEvent |  ${text}  ||\n||  EventId  |  1  ||\n`).join('')}`,
  'filter-log-events to text': lines(
    TEXTS.map((text) => `EVENTS\t3812\t1793607300000\tstream\t${text}\t1793607300000`),
  ),
  'get-log-events to YAML': `events:\n${TEXTS.map((text) => `- ingestionTime: 1\n  message: ${yaml(text)}\n  timestamp: 1\n`).join('')}`,
  'aws logs tail --format json': RECORDS.map(
    (one) => `2026-11-02T08:15:00.000000+00:00 111122223333_CloudTrail_eu-west-1 \n${pretty(one)}\n`,
  ).join(''),
  'CloudTrail Lake, CSV of one column': lines(['eventJson', ...TEXTS.map(cell)]),
  'CloudTrail Lake, CSV': lines([
    '"eventTime","eventJson"',
    ...TEXTS.map((text) => `"2026-11-02","${text.replaceAll('"', '""')}"`),
  ]),
  'CloudTrail Lake, the answer of get-query-results': pretty({
    QueryStatus: 'FINISHED',
    QueryResultRows: TEXTS.map((eventJson) => [{ eventTime: '2026-11-02' }, { eventJson }]),
  }),
  'OpenSearch, the answer of a search': pretty({
    took: 1,
    hits: { total: 3, hits: RECORDS.map((_source) => ({ _index: 'trail', _source })) },
  }),
  'Elasticsearch, a bulk request': lines(RECORDS.flatMap((one) => [{ index: { _index: 'trail' } }, one])),
  elasticdump: lines(RECORDS.map((_source) => ({ _index: 'trail', _type: '_doc', _score: 1, _source }))),
  'Filebeat, nested': lines(
    TEXTS.map((original) => ({ event: { action: 'x', original }, aws: { cloudtrail: {} } })),
  ),
  'Filebeat, as one name': lines(
    TEXTS.map((original) => ({ 'event.action': 'x', 'event.original': original })),
  ),
  'Kibana, CSV': lines([
    '"@timestamp","event.original"',
    ...TEXTS.map((text) => `"Nov 2, 2026",${cell(text)}`),
  ]),
  'Splunk, JSON': lines(
    TEXTS.map((_raw) => ({ preview: false, result: { _raw, eventName: 'no', eventTime: '0' } })),
  ),
  'Splunk, JSON of all': pretty({ preview: false, results: TEXTS.map((_raw) => ({ _raw, _time: '2026' })) }),
  'Splunk, CSV': lines(['"_raw","_time",host', ...TEXTS.map((text) => `${cell(text)},"2026-11-02",h`)]),
  'HTTP Event Collector': lines(RECORDS.map((event) => ({ time: 1, sourcetype: 'aws:cloudtrail', event }))),
  Vector: lines(TEXTS.map((message) => ({ message, source_type: 'aws_s3', timestamp: '2026' }))),
  'Fluent Bit': lines(TEXTS.map((log) => ({ date: 1_793_607_300.1, log }))),
  'fluentd, a file': lines(
    TEXTS.map((text) => `2026-11-02T08:15:00+00:00\taws.trail\t${JSON.stringify({ message: text })}`),
  ),
  Docker: lines(TEXTS.map((text) => ({ log: `${text}\n`, stream: 'stdout', time: '2026' }))),
  'Loki, HTTP API': pretty({
    data: { resultType: 'streams', result: [{ stream: {}, values: TEXTS.map((text) => ['1', text]) }] },
  }),
  'logcli --output jsonl': lines(TEXTS.map((line) => ({ labels: {}, line, timestamp: '2026' }))),
  logcli: lines(TEXTS.map((text) => `2026-11-02T08:15:00Z {job="trail"} ${text}`)),
  syslog: lines(TEXTS.map((text) => `<14>1 2026-11-02T08:15:00Z host trail - - - ${text}`)),
  'Chronicle, Base64': lines(
    TEXTS.map((text) => ({ log_type: 'AWS_CLOUDTRAIL', raw_log: Buffer.from(text).toString('base64') })),
  ),
  'subscription to Firehose, gzip after gzip': gzipSync(
    Buffer.concat(
      TEXTS.map((message) =>
        gzipSync(
          JSON.stringify({
            messageType: 'DATA_MESSAGE',
            owner: '1',
            logGroup: 'g',
            logStream: 's',
            logEvents: [{ id: '1', timestamp: 1, message }],
          }),
        ),
      ),
    ),
  ),
  'EventBridge to SNS to SQS': pretty({
    Messages: RECORDS.map((detail) => ({
      MessageId: '1',
      Body: JSON.stringify({
        Type: 'Notification',
        Message: JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail }),
      }),
    })),
  }),
  'PowerShell, ConvertTo-Json': pretty(
    TEXTS.map((CloudTrailEvent) => ({ CloudTrailEvent, EventTime: '/Date(1793607300000)/' })),
  ),
};

test.each(Object.entries(CALLS))(
  'three calls are read of %s, and nothing is lost',
  async (_tool, content) => {
    put('export', content);
    const { replayed, queried, files } = await readAlike(folderOfTest());
    expect([replayed.calls, queried.calls]).toEqual([3, 3]);
    expect(files.map(({ unreadable }) => unreadable)).toEqual([[]]);
  },
);

const NAMES = [
  'version',
  'account_id',
  'interface_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log_status',
];
const cells = (flow: string) => flow.split(' ');

/** The same for three flows. */
const FLOW_FILES: Readonly<Record<string, string | Buffer>> = {
  'Athena, CSV of query results': lines(
    [[...NAMES, 'region'], ...FLOWS.map((flow) => [...cells(flow), 'eu-west-1'])].map((row) =>
      row.map(cell).join(','),
    ),
  ),
  'a spreadsheet with semicolons and a mark': `\ufeff${[NAMES, ...FLOWS.map(cells)].map((row) => `${row.join(';')}\r\n`).join('')}`,
  'Athena, get-query-results': pretty({
    ResultSet: {
      Rows: [NAMES, ...FLOWS.map(cells)].map((row) => ({
        Data: row.map((VarCharValue) => ({ VarCharValue })),
      })),
    },
  }),
  'filter-log-events --query to JSON': pretty(FLOWS),
  'filter-log-events --query to text': `${FLOWS.join('\t')}\n`,
  'filter-log-events to text': lines(
    FLOWS.map((flow) => `EVENTS\t3812\t1793607300000\teni-0a-all\t${flow}\t1793607300000`),
  ),
  'get-log-events to YAML': `events:\n${FLOWS.map((flow) => `- ingestionTime: 1\n  message: ${flow}\n  timestamp: 1\n`).join('')}`,
  'Logs Insights, CSV of fields': lines([
    '@timestamp,srcAddr,dstAddr,srcPort,dstPort,protocol,action,bytes,packets,start,end',
    ...FLOWS.map(cells).map((f) =>
      ['2026', f[3], f[4], f[5], f[6], f[7], f[12], f[9], f[8], f[10], f[11]].join(','),
    ),
  ]),
  'Splunk, CSV': lines(['_raw,_time,host', ...FLOWS.map((flow) => `${flow},2026-11-02,h`)]),
  'Fluent Bit': lines(FLOWS.map((flow) => ({ date: 1, log: `${flow}\n` }))),
  Filebeat: lines(FLOWS.map((original) => ({ event: { original }, source: { ip: '203.0.113.9' } }))),
  'logcli --output jsonl': lines(FLOWS.map((line) => ({ labels: {}, line, timestamp: '2026' }))),
  syslog: lines(FLOWS.map((flow) => `Nov  2 08:15:00 host vpcflow: ${flow}`)),
  'aligned columns': lines([NAMES.join('   '), ...FLOWS.map((flow) => flow.replaceAll(' ', '   '))]),
  'indented lines': lines(FLOWS.map((flow) => `  ${flow}`)),
  'an object within an object': lines(
    FLOWS.map((flow) => ({
      ts: 1,
      flow: Object.fromEntries(cells(flow).map((value, at) => [NAMES[at], value])),
    })),
  ),
};

test.each(Object.entries(FLOW_FILES))(
  'three flows are read of %s, and nothing is lost',
  async (_tool, content) => {
    put('export', content);
    const { replayed, queried, files } = await readAlike(folderOfTest());
    expect([replayed.flows, queried.flows]).toEqual([3, 3]);
    expect(files.map(({ unreadable }) => unreadable)).toEqual([[]]);
  },
);

test('members that a database named with dots are put together again, and that is told', async () => {
  const { userIdentity, requestParameters, ...rest } = record(1);
  const flat = (name: string, of: object) =>
    Object.entries(of).map(([key, value]) => [`${name}.${key}`, value] as const);
  put(
    'flat.json',
    lines([
      Object.fromEntries([
        ...Object.entries(rest),
        ...flat('userIdentity', userIdentity),
        ...flat('requestParameters', requestParameters),
      ]),
    ]),
  );
  const seen: unknown[] = [];
  const { files } = await readFolder(folderOfTest(), {
    cloudTrail: (read) => {
      seen.push(read.userIdentity?.arn, read.requestParameters);
      return undefined;
    },
    flow: () => undefined,
  });
  expect(seen).toEqual([userIdentity.arn, requestParameters]);
  expect(files[0]?.remarks).toEqual({ 'members named with dots, put together': 1 });
});

/** What held records, and does no more: it is named, and says what to do. */
const LOST: Readonly<Record<string, readonly [name: string, content: string, said: RegExp]>> = {
  'a table of a SIEM': [
    'a.csv',
    'TimeGenerated,EventName,EventSource\n2026,ExecuteCommand,ecs.amazonaws.com\n',
    /eventJson, _raw, event.original/,
  ],
  "Elastic's words": [
    'a.json',
    lines([{ event: { action: 'x' }, aws: { cloudtrail: { event_version: '1' } } }]),
    /without event.original/,
  ],
  "a database's words": [
    'a.json',
    lines([{ eventversion: '1', eventtime: '2', eventsource: '3', eventname: '4' }]),
    /lost their capitals/,
  ],
  'a pointer of Git LFS': [
    'a.json',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n',
    /git lfs pull/,
  ],
  'a page in place of an archive': ['evidence.zip', '<html>Sign in</html>', /Sign in/],
  'a page of an error': [
    '111122223333_CloudTrail_eu-west-1_20261102T0815Z_a.json',
    '<Error><Code>AccessDenied</Code></Error>',
    /AccessDenied/,
  ],
};

test.each(Object.entries(LOST))('%s is no all-clear', async (_what, [name, content, said]) => {
  put(name, content);
  put('good.log', lines(FLOWS));
  const { files, unread } = await readAlike(folderOfTest());
  const file = files.find(({ path }) => path === name);
  expect(file?.unreadable[0]?.reason).toMatch(said);
  expect(unread.query).toContain(name);
});

test.each([
  ['README.md', '# Logs\nnote: of last week\n- a: b\n'],
  ['rules.yaml', '---\nEvents:\n  - name: a\n'],
  ['app.log', '2026-11-02T08:15:00Z INFO {request} began\n'],
  ['package-lock.json', pretty({ packages: { a: { integrity: 'sha512-eyJhbGciOiJIUzI1NiJ9' } } })],
  ['state.tfstate', pretty({ resources: [{ pattern: '{"detail":{"eventName":["StopLogging"]}}' }] })],
])('%s, which holds no record, is left alone', async (name, content) => {
  put(name, content);
  put('good.log', lines(FLOWS));
  const { files } = await readAlike(folderOfTest());
  expect(files.find(({ path }) => path === name)).toMatchObject({ kind: 'unknown', unreadableCount: 0 });
});
