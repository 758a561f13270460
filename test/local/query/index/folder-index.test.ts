import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { identifyFile, isSameFile } from '../../../../local/query/index/identify-file';
import { IndexStore, MOST_FOLDERS } from '../../../../local/query/index/index-store';
import { LocalEngine } from '../../../../local/query/local-engine';
import { plainFlowText } from '../../../../local/query/scan/flow-text';
import { readLogFiles } from '../../../../local/reading/read-folder';
import { collectRows } from '../../../../queries/query-result';
import { ACCOUNT, createLogFolder, flowKey, type LogFolderFixture, trailKey } from '../query-folder';

jest.mock('../../../../local/reading/read-folder', () => {
  const actual = jest.requireActual<{ readonly readLogFiles: () => unknown }>(
    '../../../../local/reading/read-folder',
  );
  return { ...actual, readLogFiles: jest.fn(actual.readLogFiles) };
});

jest.mock('../../../../local/query/scan/flow-text', () => {
  const actual = jest.requireActual<{ readonly plainFlowText: () => unknown }>(
    '../../../../local/query/scan/flow-text',
  );
  return { ...actual, plainFlowText: jest.fn(actual.plainFlowText) };
});

let folder: LogFolderFixture;
let cache: LogFolderFixture;

beforeEach(() => {
  folder = createLogFolder();
  cache = createLogFolder();
});

afterEach(() => {
  folder.remove();
  cache.remove();
});

interface Asked {
  readonly rows: unknown;
  readonly notes: readonly string[];
  /** Names of the files that were read to the end, whichever way. */
  readonly read: readonly string[];
}

const EVERYTHING =
  'select * from (select eventid as id from cloudtrail_logs union all select srcaddr from vpc_flow_logs) order by 1';

async function ask(sql = EVERYTHING, kept: string | null = cache.root): Promise<Asked> {
  const reader = jest.mocked(readLogFiles).mockClear();
  const pass = jest.mocked(plainFlowText).mockClear();
  const engine = await LocalEngine.open(folder.root, {
    memoryMegabytes: 256,
    threads: 1,
    ...(kept !== null && { cache: kept }),
  });
  try {
    const answer = await engine.run(sql);
    const rows = (await collectRows(answer)).map(([one]) => one);
    const read = new Set([
      ...reader.mock.calls.flatMap(([files]) =>
        (files as readonly { readonly name: string }[]).map(({ name }) => name),
      ),
      ...pass.mock.calls.map(([{ path: file }]) => file),
    ]);
    return { rows, notes: answer.notes, read: [...read].map((name) => path.basename(name)).toSorted() };
  } finally {
    await engine.close();
  }
}

const flow = (source: string, start = 1_793_607_300) =>
  `2 ${ACCOUNT} eni-1 ${source} 10.0.0.5 50000 22 6 12 900 ${start} ${start + 60} ACCEPT OK\n`;
const trail = (...ids: readonly string[]) =>
  JSON.stringify({
    Records: ids.map((eventID) => ({
      eventTime: '2026-11-02T08:15:00Z',
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RunTask',
      recipientAccountId: ACCOUNT,
      eventID,
    })),
  });

const indexFile = () => {
  const [name = ''] = readdirSync(path.join(cache.root, 'folders'));
  return path.join(cache.root, 'folders', name);
};

test('files that did not change are not checked again, and give the same rows', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), trail('e-1', 'e-2'));
  folder.write(flowKey('2026/11/02/08', 'a.log.gz'), flow('192.0.2.1') + flow('192.0.2.2'));
  const first = await ask();
  expect(first.read).toHaveLength(2);
  expect(await ask()).toEqual({ ...first, read: [] });
  expect(await ask(EVERYTHING, null)).toEqual(first);
});

test('files in no layout are not loaded again, where DuckDB reads them as the reader does', async () => {
  folder.write('trail.json', trail('e-1', 'e-2'));
  folder.write('flows.log', flow('192.0.2.1') + flow('192.0.2.2'));
  folder.write('notes.md', 'seen by nobody');
  const first = await ask();
  expect(first.read).toEqual(expect.arrayContaining(['trail.json', 'flows.log', 'notes.md']));
  expect(await ask()).toEqual({ ...first, read: [] });
});

test.each([
  ['JSON lines', 'lines.json', trail('e-1').slice('{"Records":['.length, -2)],
  ['gzip that is not named so', 'trail.json', gzipSync(trail('e-1'))],
  ['a broken line', 'flows.log', `${flow('192.0.2.1')}2 3 4\n`],
  ['a record twice', 'flows.log', flow('192.0.2.1') + flow('192.0.2.1')],
  [
    'what lookup-events prints',
    'events.json',
    JSON.stringify({
      Events: [{ EventId: 'e-1', CloudTrailEvent: trail('e-1').slice('{"Records":['.length, -2) }],
    }),
  ],
  ["a console's CSV", 'export.csv', `timestamp,message\n1793607300000,${flow('192.0.2.1')}`],
  ['an export of a log group', 'export.log', `2026-11-02T08:15:00.000Z ${flow('192.0.2.1')}`],
])('of %s in no layout the reader is asked each time', async (_what, name, text) => {
  folder.write(name, text);
  const first = await ask();
  expect(first.rows).toHaveLength(1);
  expect(await ask()).toEqual(first);
  expect((await ask()).read).toContain(name);
});

test('another head under the same size and time is noticed', async () => {
  const file = folder.write('flows.log', flow('192.0.2.1'));
  folder.write('more.log', flow('192.0.2.3', 1_793_700_000));
  await ask();
  const { atime, mtime } = statSync(file);
  writeFileSync(file, flow('192.0.2.2'));
  utimesSync(file, atime, mtime);
  expect(await ask()).toMatchObject({
    rows: ['192.0.2.2', '192.0.2.3'],
    read: expect.arrayContaining(['flows.log']),
  });
});

test('a file is another when its size, one of its times, its first or its last bytes are', () => {
  const file = folder.write('long.log', 'a'.repeat(20_000));
  const one = identifyFile(file);
  if (one === undefined) throw new Error('the file cannot be read');
  expect(isSameFile(one, one)).toBe(true);
  for (const other of [{ size: 1 }, { modified: 1 }, { changed: 1 }, { sum: '' }]) {
    expect(isSameFile(one, { ...one, ...other })).toBe(false);
  }
  for (const text of [`b${'a'.repeat(19_999)}`, `${'a'.repeat(19_999)}b`]) {
    writeFileSync(file, text);
    expect(identifyFile(file)?.sum).not.toBe(one.sum);
  }
  expect(identifyFile(path.join(folder.root, 'nothing'))).toBeUndefined();
});

test('a file that grew is read again, the others are not', async () => {
  const grown = folder.write(flowKey('2026/11/02/08', 'a.log'), flow('192.0.2.1'));
  folder.write(flowKey('2026/11/03/08', 'b.log'), flow('192.0.2.3', 1_793_700_000));
  await ask();
  writeFileSync(grown, flow('192.0.2.1') + flow('192.0.2.2'));
  expect(await ask()).toMatchObject({ rows: ['192.0.2.1', '192.0.2.2', '192.0.2.3'], read: ['a.log'] });
  expect((await ask()).read).toEqual([]);
});

test('of a file that is gone nothing is answered, and nothing kept', async () => {
  const gone = folder.write(flowKey('2026/11/02/08', 'gone.log'), flow('192.0.2.1'));
  folder.write(flowKey('2026/11/02/08', 'stays.log'), flow('192.0.2.2'));
  await ask();
  expect(readFileSync(indexFile(), 'utf8')).toContain('gone.log');
  rmSync(gone);
  folder.write(flowKey('2026/11/02/08', 'new.log'), flow('192.0.2.3'));
  expect((await ask()).rows).toEqual(['192.0.2.2', '192.0.2.3']);
  expect(readFileSync(indexFile(), 'utf8')).not.toContain('gone.log');
});

test('records of a new file that stand in a known one are duplicates', async () => {
  folder.write(flowKey('2026/11/02/08', 'a.log'), flow('192.0.2.1') + flow('192.0.2.2'));
  folder.write(flowKey('2026/11/09/08', 'far.log'), flow('192.0.2.9', 1_794_200_000));
  await ask();
  folder.write(flowKey('2026/11/02/08', 'b.log'), flow('192.0.2.2') + flow('192.0.2.3'));
  const { rows, notes, read } = await ask();
  expect(rows).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.9']);
  expect(notes).toEqual(['1 duplicates left out']);
  expect(read).not.toContain('far.log');
  expect(await ask()).toMatchObject({ rows, notes });
});

test('a question about some of the files says nothing of records that others have, too', async () => {
  const on = (day: string) => `select srcaddr from vpc_flow_logs where hour like '${day}%' order by 1`;
  folder.write(flowKey('2026/11/02/08', 'a.log'), flow('192.0.2.1') + flow('192.0.2.2'));
  folder.write(flowKey('2026/11/03/08', 'b.log'), flow('192.0.2.2') + flow('192.0.2.3'));
  expect((await ask(on('2026/11/02'))).rows).toEqual(['192.0.2.1', '192.0.2.2']);
  expect((await ask(on('2026/11/03'))).rows).toEqual(['192.0.2.2', '192.0.2.3']);
  expect((await ask()).rows).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
});

test('where the cache folder cannot be written the answer is the same', async () => {
  folder.write('flows.log', flow('192.0.2.1'));
  const file = cache.write('file', '');
  expect((await ask(EVERYTHING, path.join(file, 'cache'))).rows).toEqual(['192.0.2.1']);
});

test.each([
  ['is cut', (text: string) => text.slice(0, text.length / 2)],
  ['has another byte', (text: string) => text.replace('"records":1', '"records":2')],
  ['is empty', () => ''],
  ['is none', () => '{}'],
])('an index that %s is not used, and is made anew', async (_what, damage) => {
  folder.write('flows.log', flow('192.0.2.1'));
  const first = await ask();
  const whole = readFileSync(indexFile(), 'utf8');
  writeFileSync(indexFile(), damage(whole));
  expect(await ask()).toEqual(first);
  expect(readFileSync(indexFile(), 'utf8')).toBe(whole);
});

test('two at once answer both, and leave one whole index', async () => {
  for (const at of [1, 2, 3]) folder.write(flowKey('2026/11/02/08', `${at}.log`), flow(`192.0.2.${at}`));
  const [one, other] = await Promise.all([ask(), ask()]);
  expect(one.rows).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  expect(other.rows).toEqual(one.rows);
  expect(readdirSync(path.join(cache.root, 'folders'))).toHaveLength(1);
  expect((await ask()).read).toEqual([]);
});

test('it can be read by its owner only, and never lies beside the logs', async () => {
  folder.write('flows.log', flow('192.0.2.1'));
  await ask();
  expect(statSync(indexFile()).mode & 0o777).toBe(0o600);
  expect((await ask(EVERYTHING, path.join(folder.root, 'cache'))).rows).toEqual(['192.0.2.1']);
  expect(existsSync(path.join(folder.root, 'cache'))).toBe(false);
});

test('indexes of no more folders are kept than a user has at hand', () => {
  for (let at = 0; at < MOST_FOLDERS + 3; at += 1) new IndexStore(cache.root, `/logs/${at}`).write([], {});
  expect(readdirSync(path.join(cache.root, 'folders'))).toHaveLength(MOST_FOLDERS);
  expect(new IndexStore(cache.root, `/logs/${MOST_FOLDERS + 2}`).read()?.files).toEqual({});
});

test('whatever is done to a folder, what is kept of it changes no answer', async () => {
  // Park and Miller's generator: the same steps each time.
  let state = 20_261_102;
  const below = (most: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
  const names = ['2026/11/02/08', '2026/11/02/09', '2026/11/03/08'].flatMap((hour) =>
    ['a.log', 'b.log.gz'].map((name) => flowKey(hour, name)),
  );
  const anyFlows = () =>
    Array.from({ length: 1 + below(3) }, () =>
      flow(`192.0.2.${below(6)}`, 1_793_607_300 + 600 * below(3)),
    ).join('');
  for (let step = 0; step < 30; step += 1) {
    const file = path.join(folder.root, names[below(names.length)] ?? '');
    const isThere = existsSync(file);
    const what = below(4);
    if (!isThere || what === 0) folder.write(path.relative(folder.root, file), anyFlows());
    else if (what === 1) rmSync(file);
    else if (file.endsWith('.gz')) writeFileSync(file, readFileSync(file).subarray(0, -2));
    else writeFileSync(file, `${readFileSync(file, 'utf8')}${below(2) === 0 ? anyFlows() : 'odd\n'}`);
    const day = ['', "where hour like '2026/11/02%'", "where hour < '2026/11/02/09'"][below(3)];
    const sql = `select srcaddr || ' ' || cast("start" as varchar) from vpc_flow_logs ${day} order by 1`;
    const { read: _, ...kept } = await ask(sql);
    const { read: __, ...fresh } = await ask(sql, null);
    expect({ step, ...kept }).toEqual({ step, ...fresh });
  }
});

const FAULTS = path.join(__dirname, '../../../../../shared/trials/faults');
const odd = existsSync(FAULTS)
  ? readdirSync(FAULTS).filter((name) => statSync(path.join(FAULTS, name)).isFile())
  : [];

(odd.length > 0 ? test : test.skip)(
  'of every odd file the second answer is the first (skipped where ../shared/trials is absent)',
  async () => {
    const differing: string[] = [];
    for (const name of odd.filter((each) => !each.endsWith('.sql') && each !== 'expected.json')) {
      const [only, kept] = [createLogFolder(), createLogFolder()];
      try {
        copyFileSync(path.join(FAULTS, name), path.join(only.root, name));
        const count = async () => {
          const engine = await LocalEngine.open(only.root, {
            memoryMegabytes: 256,
            threads: 1,
            cache: kept.root,
          });
          try {
            return JSON.stringify(await collectRows(await engine.run(EVERYTHING)));
          } finally {
            await engine.close();
          }
        };
        // What cannot be opened at all is another test's.
        const first = await count().catch(() => undefined);
        if (first !== undefined && (await count()) !== first) differing.push(name);
      } finally {
        only.remove();
        kept.remove();
      }
    }
    expect(differing).toEqual([]);
  },
);
