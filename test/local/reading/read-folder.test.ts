import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readFolder } from '../../../local/reading/read-folder';
import { ReadFolderError } from '../../../local/reading/read-folder-error';
import { FlowLogFormatError } from '../../../records/flow-logs/flow-log-errors';
import { call, FLOW, folderOfTest, HEADER, NODATA, put, read, SKIPDATA } from './reading-folder';

describe('files that are no logs', () => {
  beforeEach(() => put('m.log', FLOW));

  test('are listed with the reason and have no records', async () => {
    put('.DS_Store', 'x');
    put('.git/config', 'x');
    put('empty.log', '');
    put('harborwatch.json', '{"sshPorts":[2200]}');
    put('labels.json', '{"scenario":"x"}');
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
    symlinkSync(folderOfTest(), path.join(folderOfTest(), 'a-loop'));
    symlinkSync(path.join(folderOfTest(), 'nowhere'), path.join(folderOfTest(), 'b-broken'));
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
    symlinkSync(path.join(folderOfTest(), 'm.log'), path.join(folderOfTest(), 'n.log'));
    const { flows, report } = await read();
    expect(flows).toHaveLength(1);
    expect(report.files[1]).toMatchObject({ path: 'n.log', records: 1, skipped: { duplicate: 1 } });
  });

  test('a link that leads out of the folder is named, and nothing of its target is read', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'harborwatch-elsewhere-'));
    writeFileSync(path.join(elsewhere, 'private.txt'), 'a secret\n');
    symlinkSync(path.join(elsewhere, 'private.txt'), path.join(folderOfTest(), 'a.log'));
    symlinkSync(elsewhere, path.join(folderOfTest(), 'b'));
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
    const { report } = await read({}, path.join(folderOfTest(), 'b.log'));
    expect(report.files.map((file) => file.path)).toEqual(['b.log']);
  });

  test('to nothing is an error that says the way out', async () => {
    const nowhere = path.join(folderOfTest(), 'nowhere');
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
    await expect(readFolder(folderOfTest(), sink)).rejects.toThrow('no room');
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
      // Lines of all formats as texts in a document, of which nothing says which format they have.
      ['parsers/vectors.json', 20, 'surplus columns: 21 where the format has'],
    ]);
  },
);
