import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leftAloneAs, listFiles } from '../../../local/reading/list-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-list-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const closedIn = async () =>
  (await listFiles(folder)).flatMap(({ name, closed }) =>
    closed === undefined ? [] : [[name, closed] as const],
  );

test('a name that is not UTF-8 is told as unreadable: nobody can open it by its name', async () => {
  const name = Buffer.concat([
    Buffer.from(`${folder}/trail-`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('.json'),
  ]);
  writeFileSync(name, '{"Records":[]}');
  expect(await closedIn()).toEqual([
    [
      'trail-\ufffd\ufffd.json',
      { as: 'unreadable', reason: 'its name is no UTF-8, so that nobody can open it by its name; rename it' },
    ],
  ]);
});

/** Root may open everything. */
const asUser = process.getuid?.() === 0 ? test.skip : test;

asUser('a folder without permission is told as unreadable', async () => {
  mkdirSync(path.join(folder, 'secret'));
  chmodSync(path.join(folder, 'secret'), 0o000);
  expect(await closedIn()).toEqual([
    ['secret', { as: 'unreadable', reason: expect.stringContaining('cannot be listed: EACCES') }],
  ]);
  chmodSync(path.join(folder, 'secret'), 0o700);
});

test.each([
  ['AWSLogs/a.json', undefined],
  ['./AWSLogs/a.json', undefined],
  ['.DS_Store', 'hidden'],
  ['__MACOSX/._a.json', 'hidden'],
  ['logs/harborwatch.json', 'settings of Harborwatch, not a log'],
  ['logs/labels.json', 'labels of a simulation or a data set, not a log'],
])('%s is left alone as %s', (file, reason) => {
  expect(leftAloneAs(file)).toBe(reason);
});
