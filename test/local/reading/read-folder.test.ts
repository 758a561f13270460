import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type ReadOptions, readFolder } from '../../../local/reading/read-folder';
import { ReadFolderError } from '../../../local/reading/read-folder-error';
import type { ReadReport } from '../../../local/reading/read-report';
import { FlowLogFormatError } from '../../../records/flow-log-errors';

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const FLOW = '2 123456789012 eni-1 203.0.113.9 10.0.1.5 40510 22 6 36 4863 1767225600 1767225660 ACCEPT OK';
const NODATA = '2 123456789012 eni-1 - - - - - - - 1767225600 1767225660 - NODATA';
const SKIPDATA = '2 123456789012 eni-9 - - - - - - - 1767225600 1767225660 - SKIPDATA';
const call = (eventName: string, more: object = {}) =>
  JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName,
    ...more,
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'read-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
}

interface Seen {
  readonly calls: string[];
  readonly flows: string[];
  readonly places: string[];
  readonly lost: unknown[];
  readonly report: ReadReport;
}

async function read(options: ReadOptions = {}, where = folder): Promise<Seen> {
  const seen = {
    calls: [] as string[],
    flows: [] as string[],
    places: [] as string[],
    lost: [] as unknown[],
  };
  const report = await readFolder(
    where,
    {
      cloudTrail(record, _text, place) {
        seen.calls.push(record.eventName);
        seen.places.push(`${place.path}:${place.line}`);
        return record.eventName === 'Skipped' ? 'of no interest' : undefined;
      },
      flow(record, place) {
        seen.flows.push(`${record.srcaddr} ${record.dstport}`);
        seen.places.push(`${place.path}:${place.line}`);
        return undefined;
      },
      window({ interfaceId, start, end }, status) {
        if (status === 'SKIPDATA') seen.lost.push([interfaceId, start, end]);
        return undefined;
      },
    },
    options,
  );
  return { ...seen, report };
}

/** The one file of the folder. */
async function readOne(name: string, content: string | Uint8Array, options: ReadOptions = {}) {
  put(name, content);
  const seen = await read(options);
  const [file] = seen.report.files;
  if (file === undefined) throw new Error('no file in the report');
  return { ...seen, file };
}

describe('a CloudTrail file', () => {
  const records = `{"Records":[${call('RunTask')},${call('StopTask')}]}`;

  test.each([
    ['as delivered', 'a.json.gz', gzipSync(records)],
    ['unpacked', 'a.json', records],
    ['under any name', 'a', records],
    ['as a bare array', 'a.json', `[${call('RunTask')},${call('StopTask')}]`],
    ['as JSON lines', 'a.ndjson', `${call('RunTask')}\n${call('StopTask')}\n`],
    [
      'as gzip of two members',
      'a.gz',
      Buffer.concat([gzipSync(`${call('RunTask')}\n`), gzipSync(call('StopTask'))]),
    ],
    ['with a byte order mark', 'a.json', `\ufeff${records}`],
  ])('%s is analyzed', async (_, name, content) => {
    const { file, calls } = await readOne(name, content);
    expect(calls).toEqual(['RunTask', 'StopTask']);
    expect(file).toEqual({
      path: name,
      kind: 'cloudtrail',
      records: 2,
      analyzed: 2,
      apiCalls: { management: 2 },
      skipped: {},
      unreadable: [],
      unreadableCount: 0,
    });
  });

  test('without records is one', async () => {
    expect((await readOne('a.json', '{"Records":[]}')).file).toMatchObject({
      kind: 'cloudtrail',
      records: 0,
    });
  });

  test('loses only its broken records, told with their lines', async () => {
    const { file, calls } = await readOne(
      'a.json',
      `{"Records":[\n${call('RunTask')},\n{"eventVersion":"1","eventTime":7},\n{"a":maybe},\n${call('StopTask')}\n]}`,
    );
    expect(calls).toEqual(['RunTask', 'StopTask']);
    expect(file.unreadable).toEqual([
      { line: 3, reason: 'eventTime is a number, expected an ISO 8601 time' },
      { line: 4, reason: expect.stringMatching(/^not JSON: /) },
    ]);
  });

  test('tells where each record stands', async () => {
    const { places } = await readOne('a.json', `${call('RunTask')}\n${call('StopTask')}\n`);
    expect(places).toEqual(['a.json:1', 'a.json:2']);
  });

  test('counts what the sink skips under the sink’s reason', async () => {
    const { file } = await readOne('a.json', `[${call('RunTask')},${call('Skipped')},${call('Skipped')}]`);
    expect(file).toMatchObject({ records: 3, analyzed: 1, skipped: { 'of no interest': 2 } });
  });

  test('of digests is recognised and left alone', async () => {
    put(
      'a.json.gz',
      gzipSync('{"awsAccountId":"1","digestStartTime":"2026-01-01T00:00:00Z","logFiles":[{}]}'),
    );
    put('b.json', records);
    const { report } = await read();
    expect(report.files[0]).toMatchObject({
      kind: 'cloudtrail-digest',
      records: 1,
      skipped: { 'CloudTrail digest': 1 },
    });
  });

  test('of Insight events is recognised and left alone', async () => {
    const { file, calls } = await readOne(
      'a.json',
      `{"Records":[${call('RunTask', { eventCategory: 'Insight' })}]}`,
    );
    expect(calls).toEqual([]);
    expect(file).toMatchObject({ kind: 'cloudtrail-insight', skipped: { 'CloudTrail Insights event': 1 } });
  });
});

describe('a text flow log', () => {
  test.each([
    ['with a header', `${HEADER}\n${FLOW}\n`, { header: 1 }],
    ['without one, in the default format', `${FLOW}\n`, {}],
    ['with Windows line ends', `${HEADER}\r\n${FLOW}\r\n`, { header: 1 }],
    ['with blank lines and comments', `# from the lab\n\n${FLOW}\n \n`, { comment: 1, 'blank line': 2 }],
  ])('%s is analyzed', async (_, text, skipped) => {
    const { file, flows } = await readOne('a.log', text);
    expect(flows).toEqual(['203.0.113.9 22']);
    expect(file).toMatchObject({ kind: 'flow-log-text', analyzed: 1, skipped, unreadableCount: 0 });
  });

  test('with windows that had no traffic has a record for each, and says how many', async () => {
    const { file, flows } = await readOne('a.log', `${NODATA}\n${FLOW}\n${SKIPDATA}`);
    expect(flows).toEqual(['203.0.113.9 22']);
    expect(file).toMatchObject({ analyzed: 3, remarks: { NODATA: 1, SKIPDATA: 1 }, unreadableCount: 0 });
  });

  test('tells the sink which interface lost records, and when', async () => {
    expect((await readOne('a.log', SKIPDATA)).lost).toEqual([['eni-9', 1767225600, 1767225660]]);
  });

  test('of two joined files changes its format at the second header', async () => {
    const { flows, file } = await readOne('a.log', `${HEADER}\n${FLOW}\ndstport srcaddr\n2222 192.0.2.1\n`);
    expect(flows).toEqual(['203.0.113.9 22', '192.0.2.1 2222']);
    expect(file.skipped).toEqual({ header: 2 });
  });

  test('starts anew in each file: a header holds for its own file', async () => {
    put('a.log', 'dstport srcaddr\n2222 192.0.2.1\n');
    put('b.log', FLOW);
    expect((await read()).flows).toEqual(['192.0.2.1 2222', '203.0.113.9 22']);
  });

  test('without a header is read in the given format, where its lines fit that', async () => {
    const options = { flowLogFormat: 'dstport srcaddr' };
    put('a.log', '2222 192.0.2.1\n');
    put('b.log', FLOW);
    put('c.log', `${HEADER}\n${FLOW}\n`);
    expect((await read(options)).flows).toEqual(['192.0.2.1 2222', '203.0.113.9 22', '203.0.113.9 22']);
  });

  test('loses only its broken lines, told with their numbers', async () => {
    const { file } = await readOne(
      'a.log',
      `${HEADER}\n${FLOW}\n${FLOW.slice(0, 50)}\ni-1 ${FLOW}\n${FLOW}\n`,
    );
    expect(file.analyzed).toBe(2);
    expect(file.unreadable).toEqual([
      { line: 3, reason: 'missing columns: 7 where the format has 14' },
      { line: 4, reason: 'surplus columns: 15 where the format has 14' },
    ]);
  });

  test('keeps the first hundred unreadable lines and counts all', async () => {
    const { file } = await readOne('a.log', `${FLOW}\n${'x\n'.repeat(250)}`);
    expect([file.unreadable.length, file.unreadableCount, file.records]).toEqual([100, 250, 251]);
  });

  test('of a Transit Gateway is refused by name, and its lines are accounted for', async () => {
    const { file, flows } = await readOne(
      'a.log',
      `version tgw-id srcaddr\n6 tgw-1 10.0.0.1\n6 tgw-1 10.0.0.2\n`,
    );
    expect(flows).toEqual([]);
    expect(file).toMatchObject({
      records: 3,
      skipped: { 'Transit Gateway flow log': 2 },
      unreadableCount: 1,
    });
    expect(file.unreadable[0]).toMatchObject({ line: 1, reason: expect.stringMatching(/Transit Gateway/) });
  });
});

describe('a subscription payload', () => {
  const payload = (...messages: string[]) => ({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: 'flows',
    logStream: 'eni-1',
    subscriptionFilters: [],
    logEvents: messages.map((message, id) => ({ id: String(id), timestamp: 1, message })),
  });

  test.each([
    ['unpacked', JSON.stringify(payload(FLOW, NODATA), undefined, 1)],
    [
      'as Lambda gets it',
      JSON.stringify({
        awslogs: { data: gzipSync(JSON.stringify(payload(FLOW, NODATA))).toString('base64') },
      }),
    ],
  ])('of flow log lines, %s, is analyzed', async (_, text) => {
    const { file, flows } = await readOne('event.json', text);
    expect(flows).toEqual(['203.0.113.9 22']);
    expect(file).toMatchObject({
      kind: 'flow-log-text',
      records: 2,
      analyzed: 2,
      remarks: { NODATA: 1 },
    });
  });

  test('of CloudTrail records is analyzed', async () => {
    const { calls, file } = await readOne(
      'event.json',
      JSON.stringify(payload(call('RunTask'), call('StopTask'))),
    );
    expect(calls).toEqual(['RunTask', 'StopTask']);
    expect(file.kind).toBe('cloudtrail');
  });

  test('after another without anything between, as Firehose writes them, is analyzed', async () => {
    const { flows } = await readOne(
      'firehose.gz',
      gzipSync(JSON.stringify(payload(FLOW)) + JSON.stringify(payload(FLOW))),
    );
    expect(flows).toHaveLength(2);
  });

  test('that only asks whether anyone is there is skipped', async () => {
    const { file } = await readOne(
      'event.json',
      JSON.stringify({ ...payload('hello'), messageType: 'CONTROL_MESSAGE' }),
    );
    expect(file).toMatchObject({ records: 1, skipped: { 'control message': 1 } });
  });

  test('that is damaged is one unreadable entry', async () => {
    const { file } = await readOne('event.json', '{"awslogs":{"data":"aGVsbG8="}}');
    expect(file.unreadable).toEqual([
      { line: 1, reason: expect.stringMatching(/^awslogs.data is not gzip/) },
    ]);
  });
});

describe('a container log', () => {
  const LINE = '{"logged_at":"2026-11-02T08:15:00.000Z","process":"sshd","message":"Server listening"}';

  test('is counted by line and left to the audit questions, the last line without a break too', async () => {
    const { file, calls, flows } = await readOne('web.json.gz', gzipSync(`${LINE}\n${LINE}\n${LINE}`));
    expect(file).toMatchObject({
      kind: 'container-log',
      records: 3,
      analyzed: 0,
      skipped: { 'for the audit questions': 3 },
      unreadableCount: 0,
    });
    expect([...calls, ...flows]).toEqual([]);
  });

  test('whose gzip is cut off has one unreadable entry', async () => {
    const whole = gzipSync(
      Array.from({ length: 3000 }, (_, at) => `${LINE.replace('15', String(at))}\n`).join(''),
    );
    const { file } = await readOne('web.json.gz', whole.subarray(0, whole.length - 20));
    expect(file.kind).toBe('container-log');
    expect(file.unreadable).toHaveLength(1);
    expect(file.records).toBeGreaterThan(1000);
  });

  test('cannot pass for CloudTrail by what a client calls itself', async () => {
    const agent = JSON.stringify('"eventName" "Records"');
    const line = `{"logged_at":"2026-11-02T08:15:00.000Z","process":"nginx","user_agent":${agent}}`;
    const { file } = await readOne('web.json', `${line}\n`);
    expect(file).toMatchObject({ kind: 'container-log', records: 1, unreadableCount: 0 });
  });
});

describe('a gzip file', () => {
  const many = gzipSync(
    `${HEADER}\n${Array.from({ length: 5000 }, (_, at) => FLOW.replace('40510', String(at))).join('\n')}\n`,
  );

  test('that ends early gives what came out before, and one entry with the reason', async () => {
    const { file } = await readOne('a.log.gz', many.subarray(0, many.length - 2000));
    expect(file.analyzed).toBeGreaterThan(3000);
    expect(file.analyzed).toBeLessThan(5000);
    expect(file.unreadable).toEqual([
      {
        line: file.analyzed + 2,
        reason: expect.stringMatching(/^gzip ends early, after \d+ unpacked bytes$/),
      },
    ]);
  });

  test('that is damaged in the middle says so once', async () => {
    const damaged = Buffer.from(many);
    damaged.fill(0xff, many.length - 2000, many.length - 1900);
    const { file } = await readOne('a.log.gz', damaged);
    expect(file.analyzed).toBeGreaterThan(0);
    expect(file.unreadable.at(-1)?.reason).toMatch(/^gzip.* after \d+ unpacked bytes$/);
  });

  test('of CloudTrail records that ends early gives the whole records before', async () => {
    const text = `{"Records":[${Array.from({ length: 500 }, (_, at) => call(`Call${at * 7919}`)).join(',')}]}`;
    const { file, calls } = await readOne('a.json.gz', gzipSync(text).subarray(0, -300));
    expect(calls.length).toBeGreaterThan(10);
    expect(file).toMatchObject({ analyzed: calls.length, unreadableCount: 1 });
  });

  test('of which only the first bytes are there is unreadable, not unknown', async () => {
    const { file } = await readOne('a.log.gz', many.subarray(0, 12));
    expect(file).toMatchObject({ records: 1, unreadableCount: 1, analyzed: 0 });
  });
});

describe('files that are no logs', () => {
  beforeEach(() => put('m.log', FLOW));

  test('are listed with the reason and have no records', async () => {
    put('.DS_Store', 'x');
    put('.git/config', 'x');
    put('empty.log', '');
    put('harborwatch.json', '{"Records":[]}');
    put('labels.json', '{"eventName":"x"}');
    put('notes.md', '# Notes\nversion 2 of the story');
    put('package.json', '{"name":"x"}');
    put('policy.json', '{"detail":{"eventName":["RunTask"]}}');
    put('shot.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]));
    const { report } = await read();
    const unknown = report.files.filter(({ kind }) => kind === 'unknown');
    expect(Object.fromEntries(unknown.map((file) => [file.path, file.reason]))).toEqual({
      '.DS_Store': 'hidden',
      '.git': 'hidden',
      'empty.log': 'empty',
      'harborwatch.json': 'settings of Harborwatch, not a log',
      'labels.json': 'labels of a simulation or a data set, not a log',
      'notes.md': 'text, and no flow log line: "version 2 of the story"',
      'package.json': 'JSON, but no record',
      'policy.json': 'JSON, but no record',
      'shot.png': 'a picture, no log',
    });
    expect(unknown.every(({ records }) => records === 0)).toBe(true);
    expect(report.totals).toMatchObject({ files: 10, records: 1, analyzed: 1, unreadable: 0 });
  });

  test('a link to a folder above is not followed in circles', async () => {
    symlinkSync(folder, path.join(folder, 'a-loop'));
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'b-broken'));
    const { report, flows } = await read();
    expect(flows).toHaveLength(1);
    expect(
      report.files.map(({ path: name, reason, unreadable }) => [name, reason ?? unreadable[0]?.reason]),
    ).toEqual([
      ['a-loop', 'link to a folder that is read already'],
      ['b-broken', expect.stringMatching(/^cannot be opened: ENOENT/)],
      ['m.log', undefined],
    ]);
  });

  test('a link to a file is followed, and told as the copy that it is', async () => {
    symlinkSync(path.join(folder, 'm.log'), path.join(folder, 'n.log'));
    const { flows, report } = await read();
    expect(flows).toHaveLength(1);
    expect(report.files[1]).toMatchObject({ path: 'n.log', records: 1, skipped: { duplicate: 1 } });
  });

  test('a link that leads out of the folder is named, and nothing of its target is read', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'harborwatch-elsewhere-'));
    writeFileSync(path.join(elsewhere, 'private.txt'), 'a secret\n');
    symlinkSync(path.join(elsewhere, 'private.txt'), path.join(folder, 'a.log'));
    symlinkSync(elsewhere, path.join(folder, 'b'));
    const { report } = await read();
    rmSync(elsewhere, { recursive: true });
    expect(
      report.files.slice(0, 2).map(({ path: name, unreadable }) => [name, unreadable[0]?.reason]),
    ).toEqual([
      ['a.log', 'a link that leads out of the folder; read its target by itself'],
      ['b', 'a link that leads out of the folder; read its target by itself'],
    ]);
    expect(JSON.stringify(report)).not.toContain('a secret');
  });
});

describe('the order of files', () => {
  test('is that of their paths, which is that of delivery', async () => {
    for (const name of ['2026/01/02/a.log', '2026/01/10/a.log', '2026/01/01/b.log', '2026/01/01/a.log'])
      put(name, `${FLOW}\n# ${name}`);
    expect((await read()).places).toEqual([
      '2026/01/01/a.log:1',
      '2026/01/01/b.log:1',
      '2026/01/02/a.log:1',
      '2026/01/10/a.log:1',
    ]);
  });
});

describe('a path', () => {
  test('to one file reads that file', async () => {
    put('a.log', FLOW);
    put('b.log', FLOW);
    const { report } = await read({}, path.join(folder, 'b.log'));
    expect(report.files.map((file) => file.path)).toEqual(['b.log']);
  });

  test('to nothing is an error that says the way out', async () => {
    const nowhere = path.join(folder, 'nowhere');
    await expect(read({}, nowhere)).rejects.toThrow(ReadFolderError);
    await expect(read({}, nowhere)).rejects.toThrow(
      /cannot read .*nowhere: ENOENT.*; give a folder of log files/,
    );
  });

  test('to an empty folder is an error', async () => {
    await expect(read()).rejects.toThrow(/is empty; expected CloudTrail files or VPC flow logs/);
  });

  test('to a folder without a known file is an error that names one and says why', async () => {
    put('notes.md', 'hello');
    put('other.md', 'hello');
    await expect(read()).rejects.toThrow(ReadFolderError);
    await expect(read()).rejects.toThrow(
      /none of the 2 files in .* is a CloudTrail file or VPC flow log \(notes.md: text/,
    );
  });

  test('to a folder with only a truncated gzip is not an error: its report says what is unreadable', async () => {
    put('a.gz', gzipSync(FLOW).subarray(0, 12));
    expect((await read()).report.totals).toMatchObject({ records: 1, unreadable: 1 });
  });
});

test('a given format that is none is an error before anything is read', async () => {
  await expect(read({ flowLogFormat: 'alpha beta' })).rejects.toThrow(FlowLogFormatError);
});

test('a fault of the sink is not taken for one of the file, also behind gzip', async () => {
  for (const content of [FLOW, gzipSync(FLOW)]) {
    put('a.log', content);
    const sink = {
      cloudTrail: () => undefined,
      flow: () => {
        throw new RangeError('no room');
      },
    };
    await expect(readFolder(folder, sink)).rejects.toThrow('no room');
  }
});

test('progress goes up to the bytes of all logs and names the file', async () => {
  put('a.log', `${FLOW}\n`);
  put('b.log.gz', gzipSync(FLOW));
  put('c.json', `{"name":"${'x'.repeat(3_000_000)}"}`);
  put('labels.json', '{}');
  const told: [number, number, string][] = [];
  await read({ onProgress: (...progress) => told.push(progress) });
  const total = FLOW.length + 1 + gzipSync(FLOW).length + 3_000_011;
  expect(told.at(-1)).toEqual([total, total, 'labels.json']);
  expect(new Set(told.map(([, , file]) => file))).toEqual(
    new Set(['a.log', 'b.log.gz', 'c.json', 'labels.json']),
  );
  expect(told.map(([bytes]) => bytes)).toEqual([...told.map(([bytes]) => bytes)].sort((a, b) => a - b));
});

test('whatever lines and records a folder holds, each is analyzed, skipped or unreadable, and the sums agree', async () => {
  const line = fc.constantFrom(
    FLOW,
    NODATA,
    SKIPDATA,
    HEADER,
    '',
    '# x',
    'bogus',
    `i-1 ${FLOW}`,
    FLOW.slice(0, 70),
    'tgw-id srcaddr',
  );
  const record = fc.constantFrom(
    call('RunTask'),
    call('Skipped'),
    '{"eventName":1}',
    '{"a":maybe}',
    '{}',
    '1',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(record), fc.boolean(), async (lines, records, isPacked) => {
      const pack = (text: string) => (isPacked ? gzipSync(text) : text);
      put('a.log', pack(`${[FLOW, ...lines].join('\n')}\n`));
      put(
        'b.json',
        pack(`{"Records":[${records.map((text) => (text === '1' ? '{},1,{}' : text)).join(',')}]}`),
      );
      const { report } = await read();
      const [text, json] = report.files;
      expect(text?.records).toBe(lines.length + 1);
      expect(json?.records).toBe(records.length + 2 * records.filter((one) => one === '1').length);
      for (const { records: all, analyzed, skipped, unreadable } of [
        ...report.files.map((file) => ({ ...file, unreadable: file.unreadableCount })),
        report.totals,
      ]) {
        expect(analyzed + Object.values(skipped).reduce((a, b) => a + b, 0) + unreadable).toBe(all);
      }
      expect(report.totals.records).toBe((text?.records ?? 0) + (json?.records ?? 0));
    }),
    { numRuns: 50 },
  );
});

const shared = path.join(__dirname, '../../../../shared/data');
const isHere = existsSync(shared);

(isHere ? test : test.skip)(
  `the real logs are read; what is unreadable is known${isHere ? '' : ' (skipped: ../shared/data is absent)'}`,
  async () => {
    const { report } = await read({}, shared);
    const unreadable = report.files.filter(({ unreadableCount }) => unreadableCount > 0);
    expect(
      unreadable.map((file) => [file.path, file.unreadableCount, file.unreadable[0]?.reason.slice(0, 40)]),
    ).toEqual([
      // Written with a blank for the T.
      [
        'ecs/ecr/SetRepositoryPolicy__panther-analysis-rule-tests.json',
        1,
        'eventTime is "2020-11-20 06:19:05.000", ',
      ],
      // Fragments without a time.
      [
        'ecs/ecs/CreateCluster__datadog-security-labs-fragment.json',
        1,
        'eventTime is missing, expected an ISO 86',
      ],
      [
        'ecs/ecs/CreateService__datadog-security-labs-fragment.json',
        1,
        'eventTime is missing, expected an ISO 86',
      ],
      [
        'ecs/ecs/RegisterTaskDefinition__datadog-security-labs-fragment.json',
        1,
        'eventTime is missing, expected an ISO 86',
      ],
      ['ecs/transcribed/datadog_fragments.json', 3, 'eventTime is missing, expected an ISO 86'],
      // Its last line is "bogus line".
      ['flow-logs/published/flowlogs-reader/v5_file.log', 1, 'missing columns: 2 where the format has '],
      ['flow-logs/published/flowlogs-reader/v6_file.log', 1, 'these are Transit Gateway flow logs (fie'],
    ]);
  },
);
