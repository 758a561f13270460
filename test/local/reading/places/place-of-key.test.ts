import path from 'node:path';
import { placesOfKeys } from '../../../../local/reading/places/place-of-key';

const KEY =
  'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/11/02/08/111122223333_vpcflowlogs_eu-west-1_fl-1_20261102T0805Z_a+b=.log.gz';

test.each([
  [path.posix, '/tmp/copy', `/tmp/copy/${KEY}`],
  [path.win32, 'C:\\Temp\\copy', `C:\\Temp\\copy\\${KEY.replaceAll('/', '\\')}`],
])('a key of AWS keeps its path, by which its layout is known', (style, folder, expected) => {
  expect(placesOfKeys(folder, style)(KEY)).toBe(expected);
});

test.each([
  '../etc/passwd',
  'a/../../b',
  '/absolute',
  'a//b',
  'folder/',
  'a\\..\\..\\b',
  'C:\\Windows\\x',
  'C:x',
  'a:stream',
  'con',
  'logs/NUL.log',
  'ends with a dot.',
  'tab\tin it',
  '.hidden/x',
  'x'.repeat(200),
  'ünï',
])('%j gets a number, on any system below the folder', (key) => {
  for (const [style, folder] of [
    [path.posix, '/tmp/copy'],
    [path.win32, 'C:\\Temp\\copy'],
  ] as const) {
    expect(placesOfKeys(folder, style)(key)).toBe(style.join(folder, 'object-1'));
  }
});

test('keys that differ in the case of letters only lie in different files on any system', () => {
  const placeOf = placesOfKeys('/tmp/copy', path.posix);
  const places = ['logs/A.json', 'logs/a.json', 'Logs/a.json'].map(placeOf);
  expect(places).toEqual(['/tmp/copy/logs/A.json', '/tmp/copy/object-2', '/tmp/copy/object-3']);
});
