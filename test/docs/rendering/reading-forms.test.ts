import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { exampleEvent } from '../../../detections/examples/example-event';
import {
  CLOUDTRAIL_FORMS,
  CONTAINERS,
  ENVELOPES,
  FLOW_LOG_FORMS,
  REFUSED,
} from '../../../docs/rendering/reading-forms';
import { renderReading } from '../../../docs/rendering/render-reading';
import { ARCHIVE_LIMITS } from '../../../local/reading/archives/unpack-budget';
import { readFolder } from '../../../local/reading/read-folder';
import { tarOf, zipOf } from '../../local/reading/archives/packed';

const ODD_FILES = path.join(__dirname, '../../local/reading/odd-files');
const odd = (name: string) => readFileSync(path.join(ODD_FILES, name));

const record = exampleEvent('ecs', 'ListTasks', null);
const json = JSON.stringify;
const text = json({ eventVersion: '1.11', ...record });
const trail = json({ Records: [record] });
const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const LINE =
  '2 111122223333 eni-0a1b2c3d 10.0.1.5 10.0.2.7 443 50000 6 10 4000 1793606400 1793606430 ACCEPT OK';
const LOG_EVENTS = {
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'trail',
  logStream: 'stream',
  subscriptionFilters: ['all'],
  logEvents: [{ id: '1', timestamp: 1_793_606_400_000, message: json(record) }],
};
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

type Sample = () => string | Buffer | Promise<string | Buffer>;

async function parquetOf(select: string): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-parquet-'));
  const file = path.join(folder, 'sample.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${select}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** Flags of the first entry in the directory of a zip: bit 0 says encrypted. */
async function encrypted(): Promise<Buffer> {
  const zip = await zipOf({ 'trail.json': trail });
  zip.writeUInt16LE(1, zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 8);
  return zip;
}

const READ: Readonly<Record<string, Sample>> = {
  'trail-file': () => trail,
  array: () => json([record]),
  'json-lines': () => `${json(record)}\n`,
  'side-by-side': () => odd('firehose-no-newline'),
  'lookup-events': () => json({ Events: [{ EventId: '1', CloudTrailEvent: json(record) }] }),
  'lookup-events-lines': () =>
    `Events:\n- CloudTrailEvent: '${json({ eventVersion: '1.11', ...record })}'\n  EventId: '1'\n`,
  flat: () => {
    const { userIdentity, ...rest } = record;
    return json({ ...rest, 'userIdentity.type': userIdentity?.type ?? 'IAMUser' });
  },
  'lookup-events-query': () => json([text, text]),
  'lake-query': () => json({ QueryStatus: 'FINISHED', QueryResultRows: [[{ eventJson: text }]] }),
  'record-over-lines': () =>
    `2026-11-02T08:15:00.000000+00:00 111122223333_CloudTrail_eu-west-1 \n${JSON.stringify(record, undefined, 4)}\n`,
  'event-history-csv': () =>
    `Event name,Event time,User name,Event source\n${record.eventName},${record.eventTime},mallory,${record.eventSource}\n`,
  eventbridge: () => json({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: record }),
  'security-lake': () => odd('security-lake-ocsf.parquet'),
  'flow-header': () =>
    `dstaddr ${HEADER.replace(' dstaddr', '')}\n10.0.2.7 ${LINE.replace(' 10.0.2.7', '')}\n`,
  'flow-default': () => `${LINE}\n`,
  'flow-given': () => '10.0.1.5 10.0.2.7 443\n',
  'flow-tabs': () => `${HEADER}\n${LINE}\n`.replaceAll(' ', '\t'),
  'flow-csv': () => `\ufeff${HEADER.replaceAll(' ', ';').toUpperCase()}\r\n${LINE.replaceAll(' ', ';')}\r\n`,
  'flow-results': () =>
    json({
      ResultSet: {
        Rows: [HEADER.replaceAll('-', '_'), LINE].map((row) => ({
          Data: row.split(' ').map((VarCharValue) => ({ VarCharValue })),
        })),
      },
    }),
  'flow-within-line': () => `EVENTS\t3812\t1793606430000\teni-0a1b2c3d-all\t${LINE}\t1793606400000\n`,
  'flow-milliseconds': () => odd('milliseconds.log'),
  'flow-json': () => {
    const values = LINE.split(' ');
    return json(Object.fromEntries(HEADER.split(' ').map((name, at) => [name, values[at]])));
  },
  'flow-parquet': () =>
    parquetOf(
      "select 2 as version, 'eni-1' as interface_id, '10.0.1.5' as srcaddr, '10.0.2.7' as dstaddr, 443 as srcport, 50000 as dstport, 6 as protocol, 1::bigint as packets, 60::bigint as bytes, 1793606400::bigint as \"start\", 1793606430::bigint as \"end\", 'ACCEPT' as action, 'OK' as log_status",
    ),
  'flow-security-lake': () => odd('security-lake-ocsf.parquet'),
  'filter-log-events': () => json({ events: [{ timestamp: 1, message: json(record) }] }),
  'query-results': () => json({ results: [[{ field: '@message', value: json(record) }]] }),
  'insights-csv': () => odd('console-csv.csv'),
  'message-csv': () => `_time,_raw\n2026-11-02T08:15:00,${LINE}\n`,
  'logs-query': () => json([LINE, LINE]),
  'search-hits': () => json({ took: 1, hits: { hits: [{ _index: 'trail', _source: record }] } }),
  'event-original': () => json({ '@timestamp': record.eventTime, event: { original: text } }),
  splunk: () => json({ preview: false, result: { _raw: text, eventName: 'of Splunk', eventTime: '1' } }),
  collector: () => json({ date: 1_793_606_400.1, log: `${LINE}\n` }),
  loki: () => json({ data: { result: [{ stream: {}, values: [['1793606400000000000', text]] }] } }),
  'any-member': () => json({ alert: { evidence: [{ raw: record }] } }),
  'export-task': () => `2026-11-02T08:15:00.000Z ${LINE}\n`,
  'logs-tail': () => `2026-11-02T08:15:00.123000+00:00 eni-0a1b2c3d-all ${LINE}\n`,
  subscription: () => json({ awslogs: { data: base64(gzipSync(json(LOG_EVENTS))) } }),
  sns: () => json({ Type: 'Notification', Message: json(record) }),
  sqs: () => json({ Messages: [{ MessageId: '1', Body: json(record) }] }),
  kinesis: () => json({ Records: [{ kinesis: { data: base64(json(record)) } }] }),
  firehose: () => json({ records: [{ recordId: '1', data: base64(json(record)) }] }),
  gz: () => gzipSync(gzipSync(trail)),
  zst: () => Buffer.concat([Buffer.from('28b52ffd00', 'hex'), zstdBlock(Buffer.from(trail))]),
  zip: () => zipOf({ 'trail.json': trail }),
  tar: () => tarOf({ 'trail.json': trail }),
  'byte-order-mark': () => `\ufeff${HEADER}\r\n${LINE}\r\n`,
  'utf-16': () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(trail, 'utf16le')]),
};

/** Window descriptor of 1 MB, and one last block that is stored raw (RFC 8878, 3.1.1). */
function zstdBlock(content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(0x50, 0);
  head.writeUIntLE(content.length * 8 + 1, 1, 3);
  return Buffer.concat([head, content]);
}

const NOT_READ: Readonly<Record<string, Sample>> = {
  'transit-gateway': () =>
    `${LINE}\n6 TransitGateway 111122223333 tgw-1 tgw-attach-1 111122223333 111122223333 vpc-1 vpc-2\n`,
  digest: () => json({ awsAccountId: '111122223333', digestStartTime: '2026-11-02T08:00:00Z', logFiles: [] }),
  'task-state': () =>
    json({
      'detail-type': 'ECS Task State Change',
      time: '2026-11-02T09:00:00Z',
      detail: { taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/1', lastStatus: 'RUNNING' },
    }),
  'insights-event': () => json({ Records: [{ ...record, eventCategory: 'Insight' }] }),
  aggregated: () => odd('aggregated-and-vpce.json'),
  's3-notification': () => odd('s3-notification.json'),
  'cloudtrail-parquet': () =>
    parquetOf("select '1' as eventid, 'ListTasks' as eventname, 'ecs.amazonaws.com' as eventsource"),
  'answer-table': () => 'eventid,eventname,eventtime\n1,ListTasks,2026-11-02\n',
  'lowered-names': () =>
    json(Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]))),
  elastic: () => json({ event: { action: 'ListTasks' }, aws: { cloudtrail: { event_version: '1.11' } } }),
  pointer: () => 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
  'utf-32': () =>
    Buffer.concat([
      Buffer.from('fffe0000', 'hex'),
      ...[...json(record)].map((letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0])),
    ]),
  'other-parquet': () => odd('cost-report.parquet'),
  picture: () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  prose: () => 'Logs of last week.\n',
  'packed-otherwise': () => Buffer.from('7z\xbc\xaf\x27\x1c\x00\x04', 'latin1'),
  'encrypted-zip': encrypted,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-forms-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(id: string, sample: Sample | undefined) {
  if (sample === undefined) throw new Error(`no sample of ${id}`);
  writeFileSync(path.join(folder, 'good.json'), json({ Records: [{ ...record, eventID: 'good' }] }));
  writeFileSync(path.join(folder, 'sample'), await sample());
  let count = 0;
  const take = () => {
    count += 1;
    return undefined;
  };
  const sink = { cloudTrail: take, flow: take };
  const report = await readFolder(folder, sink, {
    ...(id === 'flow-given' && { flowLogFormat: 'srcaddr dstaddr dstport' }),
  });
  return { count: count - 1, report, files: report.files.filter(({ path: at }) => at.startsWith('sample')) };
}

const FORMS = [...CLOUDTRAIL_FORMS, ...FLOW_LOG_FORMS, ...ENVELOPES, ...CONTAINERS];

test('every form has a sample, and every sample a form', () => {
  expect(Object.keys(READ).sort()).toEqual(FORMS.map(({ id }) => id).sort());
  expect(Object.keys(NOT_READ).sort()).toEqual(REFUSED.map(({ id }) => id).sort());
});

test.each(FORMS.map(({ id, form }) => [id, form]))('%s is read: %s', async (id) => {
  const { count, report } = await read(id, READ[id]);
  expect(count).toBeGreaterThan(0);
  expect(report.totals.unreadable).toBe(0);
});

test.each(REFUSED.map(({ id, told, form }) => [id, told, form] as const))(
  '%s is %s: %s',
  async (id, told) => {
    const { files, report } = await read(id, NOT_READ[id]);
    const kinds = files.map(({ kind }) => kind);
    if (told === 'unreadable') expect(report.totals.unreadable).toBe(1);
    else expect(report.totals.unreadable).toBe(0);
    if (told === 'left alone') expect(kinds).toEqual(['unknown']);
    if (told === 'skipped') expect(Object.keys(report.totals.skipped).length).toBeGreaterThan(0);
  },
);

test('the page has every form and the limits', () => {
  const page = renderReading();
  for (const { form } of [...FORMS, ...REFUSED]) expect(page).toContain(`| ${form} |`);
  expect(page).toContain(`${ARCHIVE_LIMITS.mostMembers.toLocaleString('en-US')} files`);
});
