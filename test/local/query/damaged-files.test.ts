import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalEngine } from '../../../local/query/local-engine';
import { collectRows } from '../../../queries/query-result';
import { ask, event, flow, folder, V2, withEngine, writeParquet } from './engine-folder';
import { containerKey, flowKey, trailKey } from './query-folder';

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

test('one document that memory is too small for is read record by record', async () => {
  const many = Array.from({ length: 70_000 }, (_, at) =>
    event('StopTask', { eventID: `e-${at}`, requestParameters: { reason: `${at}`.padEnd(900, 'x') } }),
  );
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: many }));
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 160, threads: 2 });
  try {
    const answer = await engine.run('select count(*), count(requestparameters) from cloudtrail_logs');
    expect(await collectRows(answer)).toEqual([[70_000, 70_000]]);
    expect(answer.unreadable).toEqual([]);
  } finally {
    await engine.close();
  }
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
