import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { LocalEngine } from '../../../local/query/local-engine';
import { readFolder } from '../../../local/reading/read-folder';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { collectRows } from '../../../queries/query-result';
import { zipOf } from '../reading/archives/packed';
import { readAlike } from '../reading/read-alike';
import { folderOfTest, put } from '../reading/reading-folder';
import { writeParquetFile } from '../reading/write-parquet';

/** Three connections to a server of SSH on the internet, from a task. */
const FLOWS = Array.from({ length: 3 }, (_, at) => ({
  version: '7',
  'account-id': '111122223333',
  'interface-id': 'eni-0a',
  srcaddr: '10.0.0.5',
  dstaddr: '198.51.100.7',
  srcport: String(40_000 + at),
  dstport: '22',
  protocol: '6',
  packets: String(30 + at),
  bytes: String(9_000 + at),
  start: String(1_793_607_300 + 60 * at),
  end: String(1_793_607_360 + 60 * at),
  action: 'ACCEPT',
  'log-status': 'OK',
  'tcp-flags': '3',
  'flow-direction': 'egress',
  'ecs-cluster-name': 'prod',
  'ecs-service-name': 'web',
  'ecs-task-id': '0123456789abcdef0123456789abcdef',
}));
type Field = keyof (typeof FLOWS)[number];
const ALL = Object.keys(FLOWS[0] ?? {}) as Field[];
const DEFAULT = ALL.slice(0, 14);

const text = (fields: readonly Field[], separator = ' ') =>
  [fields, ...FLOWS.map((flow) => fields.map((name) => flow[name]))]
    .map((row) => `${row.join(separator)}\n`)
    .join('');
const KEY = (name: string) =>
  `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/11/02/111122223333_vpcflowlogs_eu-west-1_fl-0a_20261102T0815Z_${name}`;
const asJson = () => FLOWS.map((flow) => `${JSON.stringify(flow)}\n`).join('');
const asParquet = (name: string) =>
  writeParquetFile(
    path.join(folderOfTest(), name),
    FLOWS.map((flow) => Object.fromEntries(ALL.map((field) => [field.replaceAll('-', '_'), flow[field]]))),
  );

/** The same three flows once more, in other bytes. */
const OTHERS: Readonly<Record<string, () => Promise<void> | void>> = {
  'in another order of fields': () => put('x.log', text(ALL.toReversed())),
  'in another order of fields, delivered': () => put(KEY('b.log.gz'), gzipSync(text(ALL.toReversed()))),
  unpacked: () => put('x.log', text(ALL)),
  'packed anew': () => put('x.log.gz', gzipSync(`${text(ALL)}\n`)),
  'with line ends of Windows': () => put('x.log', text(ALL).replaceAll('\n', '\r\n')),
  'as CSV': () => put('x.csv', text(ALL, ',')),
  'as JSON': () => put('x.json', asJson()),
  'with fewer fields': () => put('x.log', text(DEFAULT)),
  'with a time before each line': () =>
    put(
      'x.log',
      text(DEFAULT)
        .split('\n')
        .slice(1)
        .map((line) => (line === '' ? '' : `2026-11-02T08:15:00.000Z ${line}`))
        .join('\n'),
    ),
  'as Parquet': async () => {
    put('x/.keep', '');
    await asParquet('x/x.parquet');
  },
};

test.each(Object.entries(OTHERS))('a flow that is there again %s counts once', async (_how, write) => {
  put(KEY('a.log.gz'), gzipSync(text(ALL)));
  await write();
  const { replayed, queried, unread } = await readAlike(folderOfTest());
  expect([replayed.flows, queried.flows]).toEqual([3, 3]);
  expect(unread).toEqual({ replay: [], query: [] });
});

async function found() {
  const engine = new ReplayEngine(mergeSettings({}));
  const { totals } = await readFolder(folderOfTest(), engine);
  const { findings, alarms } = engine.finish();
  const facts = findings.map(({ detection, evidence }) => [detection, evidence['attempts']]);
  const raised = [...alarms, ...findings].map(({ detection }) => detection);
  return { totals, findings: facts, raised };
}

test.each([
  ['before', 'a.log', 'b.log'],
  ['after', 'b.log', 'a.log'],
])(
  'a copy without the task %s the record that names it hides nothing, and counts nothing twice',
  async (_when, poor, full) => {
    put(poor, text(DEFAULT));
    put(full, text(ALL));
    const { totals, findings } = await found();
    expect(totals.analyzed).toBe(3);
    expect(findings).toEqual([['ssh-outbound-from-task', 3]]);
  },
);

const OPENED = {
  eventVersion: '1.11',
  eventTime: '2026-11-02T08:15:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'AuthorizeSecurityGroupIngress',
  eventID: '11111111-2222-3333-4444-555555555555',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.9',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ana', userName: 'ana' },
  requestParameters: {
    groupId: 'sg-0a',
    ipPermissions: {
      items: [
        {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
        },
      ],
    },
  },
};
/** As the console's Event history gives it to be downloaded. */
const SUMMARY = [
  'Event name,Event time,User name,Event source,Resource type,Resource name,AWS region,Event ID,Source IP address',
  `${OPENED.eventName},${OPENED.eventTime},ana,${OPENED.eventSource},,,eu-west-1,${OPENED.eventID},203.0.113.9`,
  '',
].join('\n');
const FILES = { 'a-event_history.csv': SUMMARY, 'b-trail.json': JSON.stringify({ Records: [OPENED] }) };

test.each([
  [
    'in a folder',
    async () => {
      for (const [name, content] of Object.entries(FILES)) put(name, content);
    },
  ],
  ['in an archive', async () => put('evidence.zip', await zipOf(FILES))],
])('the summary of a call that lies %s before the call itself hides nothing of it', async (_where, write) => {
  await write();
  const { totals, raised } = await found();
  expect(totals).toMatchObject({ analyzed: 1, skipped: { duplicate: 1 } });
  expect(raised).toContain('ssh-port-opened-to-world');
  const engine = await LocalEngine.open(folderOfTest(), { memoryMegabytes: 192, threads: 1 });
  const rows = await collectRows(await engine.run('select requestparameters from cloudtrail_logs'));
  await engine.close();
  expect(rows).toEqual([[expect.stringContaining('0.0.0.0/0')]]);
});

test('a summary that stands alone is read, wherever it lies', async () => {
  put('a-event_history.csv', SUMMARY);
  put('b.log', text(DEFAULT));
  expect((await found()).totals.analyzed).toBe(4);
});
