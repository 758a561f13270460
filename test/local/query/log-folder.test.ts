import path from 'node:path';
import { asKey } from '../../../local/query/log-folder';
import { readObjectKey } from '../../../records/tables/object-key';

const KEY =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/111122223333_CloudTrail_eu-west-1_20261102T0805Z_a.json.gz';

test.each([
  [path.posix, '/home/me/logs'],
  [path.win32, 'C:\\Users\\me\\logs'],
  [path.win32, '\\\\server\\share\\logs'],
])("AWS's layout is known by a path of any system", (style, folder) => {
  const file = style.join(folder, ...KEY.split('/'));
  expect(readObjectKey(asKey(file, style.sep))).toEqual(readObjectKey(KEY));
});

test('a backslash is a letter of a name where paths have slashes', () => {
  expect(asKey('/logs/a\\b', path.posix.sep)).toBe('/logs/a\\b');
});
