import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MOST_LINES, ShellHistory } from '../../../../local/commands/query/shell-history';
import { createLogFolder, type LogFolderFixture } from '../../query/query-folder';

let folder: LogFolderFixture;
let file: string;

beforeEach(() => {
  folder = createLogFolder();
  file = path.join(folder.root, 'query-history');
});

afterEach(() => {
  folder.remove();
});

test('lines are there in the next session, newest first and each once', () => {
  const history = new ShellHistory(folder.root);
  for (const line of ['select 1;', '.tables', 'select 1;']) history.add(line);
  expect(new ShellHistory(folder.root).newestFirst).toEqual(['select 1;', '.tables']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what begins with a blank, is endless, or steers a terminal is not kept', () => {
  const history = new ShellHistory(folder.root);
  for (const line of [' private', '', 'x'.repeat(5000), 'select \u001b]0;x\u0007']) history.add(line);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, 'select \u001b[2J\nselect 2;\n', { mode: 0o644 });
  expect(new ShellHistory(folder.root).newestFirst).toEqual(['select 2;']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that grew is cut to the newest lines', () => {
  writeFileSync(file, Array.from({ length: 2 * MOST_LINES + 5 }, (_, at) => `select ${at};\n`).join(''));
  const { newestFirst } = new ShellHistory(folder.root);
  expect(newestFirst).toHaveLength(MOST_LINES);
  expect(newestFirst[0]).toBe(`select ${2 * MOST_LINES + 4};`);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(MOST_LINES + 1);
});

test('without a folder, or with one that cannot be written, nothing is kept and nothing fails', () => {
  for (const place of [undefined, path.join(folder.write('plain', ''), 'x')]) {
    const history = new ShellHistory(place);
    history.add('select 1;');
    expect(history.newestFirst).toEqual([]);
  }
});
