import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { exampleEvent } from '../../../detections/examples/example-event';
import { FORMS } from '../../../local/render/forms/forms';
import { renderJson } from '../../../local/render/forms/json';
import { renderOcsf } from '../../../local/render/forms/render-ocsf';
import { renderClosing, renderReplay } from '../../../local/render/pretty/render-pretty';
import { replay } from '../../../local/replay/replay';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { terminalOf } from '../../../local/terminal/terminal';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { reportOf } from '../replay/example-result';
import { readAlike } from './read-alike';

/** What takes the place of each member. */
const INSTEAD: readonly JsonValue[] = [null, '', 5, ['a'], { a: 1 }, 'text'];
const SHARED = path.join(__dirname, '../../../../shared/data/cloudtrail');
/** Of the real records every so many-th is taken; `MUTATIONS=all` takes each, which takes minutes. */
const STRIDE = process.env['MUTATIONS'] === 'all' ? 1 : 60;

const samples: readonly JsonObject[] = [
  exampleEvent('ecs', 'ExecuteCommand', {
    cluster: 'harbor',
    task: 'a',
    container: 'web',
    command: '/bin/sh',
  }),
  exampleEvent('ec2', 'AuthorizeSecurityGroupIngress', {
    groupId: 'sg-1',
    ipPermissions: {
      items: [
        { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
      ],
    },
  }),
  exampleEvent('cloudtrail', 'StopTrailing', { name: 'trail' }),
  exampleEvent('signin', 'ConsoleLogin', null, { responseElements: { ConsoleLogin: 'Success' } }),
];

function realRecords(): readonly JsonObject[] {
  if (!existsSync(SHARED)) return [];
  const all = readdirSync(SHARED, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.json') && !/labels|PROVENANCE/.test(entry.name),
    )
    .flatMap((entry): readonly JsonObject[] => {
      const value = JSON.parse(readFileSync(path.join(entry.parentPath, entry.name), 'utf8')) as JsonObject;
      return (Array.isArray(value['Records']) ? value['Records'] : [value]) as readonly JsonObject[];
    });
  return all.filter((_, at) => at % STRIDE === 0);
}

/** The record with each of its members, at any depth, replaced in turn. */
function* mutationsOf(value: JsonObject): Generator<JsonObject> {
  for (const [name, member] of Object.entries(value)) {
    for (const instead of INSTEAD) yield { ...value, [name]: instead };
    if (isJsonObject(member)) for (const mutated of mutationsOf(member)) yield { ...value, [name]: mutated };
  }
}

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'mutations-'));
});
afterAll(() => rmSync(parent, { recursive: true }));

let number = 0;
function withOwnId(record: JsonObject): JsonObject {
  number += 1;
  return typeof record['eventID'] === 'string' && record['eventID'] !== ''
    ? { ...record, eventID: `event-${number}` }
    : record;
}

/** A trail's file as AWS delivers it, so that query has its own reader for it, or as a plain file. */
function write(records: readonly JsonObject[], isDelivered: boolean): string {
  number += 1;
  const folder = path.join(parent, String(number));
  const name = isDelivered
    ? 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/05/01/111122223333_CloudTrail_eu-west-1_20260501T1000Z_x.json.gz'
    : 'records.json.gz';
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), gzipSync(JSON.stringify({ Records: records })));
  return folder;
}

test.each([
  ['as plain files', false],
  ['in AWS’s delivery layout', true],
])(
  '%s, a member of any type or none costs its record at most, in both commands alike',
  async (_, isDelivered) => {
    const whole = [...samples, ...realRecords()];
    const mutated = whole.flatMap((record) => [...mutationsOf(record)]);
    const records = [...whole, ...mutated].map(withOwnId);
    const folder = write(records, isDelivered);
    const { files, replayed, queried } = await readAlike(folder);
    const [file] = files;
    expect(file?.records).toBe(records.length);
    const skipped = Object.values(file?.skipped ?? {}).reduce((sum, count) => sum + count, 0);
    expect((file?.analyzed ?? 0) + skipped + (file?.unreadableCount ?? 0)).toBe(records.length);
    expect(file?.skipped['duplicate'] ?? 0).toBe(0);
    expect(replayed.calls).toBeGreaterThanOrEqual(whole.length);
    expect(queried.calls).toBe(replayed.calls);
  },
);

test('whatever the members hold, the replay is printed in every format', async () => {
  const records = samples.flatMap((record) => [...mutationsOf(record)]).map(withOwnId);
  const { result, detections } = await replay({ folder: write(records, false), settings: mergeSettings({}) });
  expect(result.read.totals.analyzed).toBeGreaterThan(records.length / 3);
  const lines = renderOcsf(result, detections).trim().split('\n');
  expect(lines.every((line) => isJsonObject(JSON.parse(line) as JsonValue))).toBe(true);
  expect(JSON.parse(renderJson(reportOf(result, detections)))).toHaveProperty('read');
  const terminal = terminalOf({}, {});
  expect(renderReplay(result, true, terminal)).toContain('What happened');
  const report = reportOf(result, detections);
  expect(renderClosing(result, report.audit, terminal)).toContain('judged as absent');
  for (const render of Object.values(FORMS)) expect(render(report).length).toBeGreaterThan(100);
});

/** One byte or piece of a flow log changed: both commands see the same, in either layout. */
test.each([
  ['as a plain file', 'flow.log'],
  [
    'in AWS’s delivery layout',
    'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/05/01/10/111122223333_vpcflowlogs_eu-west-1_fl-1_20260501T1000Z_x.log',
  ],
])('%s, a flow log with one thing wrong is read alike', async (_, name) => {
  const header =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
  const line = (at: number) =>
    `2 111122223333 eni-1 203.0.113.${at} 10.0.0.5 ${50_000 + at} 22 6 1 40 1777629600 1777629640 ACCEPT OK`;
  const good = [header, line(1), line(2), line(3)];
  const odd: readonly (readonly string[])[] = [
    good,
    good.slice(1),
    [...good, line(1)],
    [header, ...good],
    [...good.slice(0, 3), header, line(4)],
    [...good, 'srcaddr dstaddr', '1.2.3.4 5.6.7.8'],
    [...good, `${line(4)} surplus`],
    [...good, line(4).slice(0, 40)],
    [...good, line(4).replace(' 22 ', ' x ')],
    [...good, line(4).replace(' 22 ', ' 99999 ')],
    [...good, line(4).replace('ACCEPT', 'MAYBE')],
    [...good, line(4).replace(' OK', ' NOT')],
    [...good, line(4).replace('1777629600', '1777629600000')],
    [...good, '6 TransitGateway 111122223333 tgw-0a1'],
    [...good, '', '# comment', '\u0000\u0000'],
    [...good, line(4).replaceAll(' ', '\t')],
    [...good, '{"eventVersion":"1.11"}'],
    ['hello', ...good],
    ['\u0000', ...good],
    [`${header}\r`, `${line(1)}\r`],
  ];
  for (const lines of odd) {
    number += 1;
    const folder = path.join(parent, String(number));
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), lines.join('\n'));
    const { replayed, queried, unread } = await readAlike(folder);
    expect([lines.at(-1), queried.flows]).toEqual([lines.at(-1), replayed.flows]);
    expect(unread.query.map((file) => path.basename(file))).toEqual(
      unread.replay.map((file) => path.basename(file)),
    );
  }
});
