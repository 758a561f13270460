import { gzipSync } from 'node:zlib';
import { call, FLOW, HEADER, NODATA, put, read, readOne, SKIPDATA } from './reading-folder';

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
