import { execFileSync } from 'node:child_process';
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

/** Lists a folder as a user who may not open everything: root becomes somebody else in a process of its own. */
function listedAsUser(): unknown {
  const script = `
    process.setuid?.call(process, process.getuid() === 0 ? 65534 : process.getuid());
    const { listFiles } = require(process.argv[1]);
    listFiles(process.argv[2]).then((files) => console.log(JSON.stringify(files)));`;
  const module = path.join(__dirname, '../../../local/reading/list-files.ts');
  const command = ['--require', 'tsx/cjs', '--eval', script, module, folder];
  const env = { ...process.env, TMPDIR: folder };
  return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8', env }));
}

test('a folder without permission is told as unreadable', () => {
  chmodSync(folder, 0o777);
  mkdirSync(path.join(folder, 'secret'));
  chmodSync(path.join(folder, 'secret'), 0o000);
  const closed = { as: 'unreadable', reason: expect.stringContaining('cannot be listed: EACCES') };
  expect(listedAsUser()).toContainEqual(expect.objectContaining({ name: 'secret', closed }));
  chmodSync(path.join(folder, 'secret'), 0o700);
});

test.each([
  ['AWSLogs/a.json', undefined],
  ['./AWSLogs/a.json', undefined],
  ['.DS_Store', 'hidden'],
  ['__MACOSX/._a.json', 'hidden'],
  // By what is in it.
  ['logs/harborwatch.json', undefined],
])('%s is left alone as %s', (file, reason) => {
  expect(leftAloneAs(file)).toBe(reason);
});
