import { gzipSync } from 'node:zlib';
import { formOfHead, isNamedLikeLog, whatElse } from '../../../local/reading/kind-of-file';

const RECORD = '2 1 eni-1 10.0.0.1 10.0.0.2 1 22 6 1 40 1 2 ACCEPT OK';

test.each([
  ['{"Records":[]}', 'json'],
  ['\ufeff\n  {\n"Records": []}', 'json'],
  ['[{"eventVersion":"1.08"}]', 'json'],
  [`\0\0\0${RECORD}`, 'text'],
  [RECORD, 'text'],
  ['# Notes\nabout an incident', 'text'],
  ['timestamp,message\n1,a', 'text'],
  ['', 'blank'],
  [' \n\t', 'blank'],
  ['\0\0\0\0', 'blank'],
  ['PAR1', 'parquet'],
  ['PK\u0003\u0004\u0014\0\u0008\u0008', 'binary'],
])('%j is read as %s', (text, form) => {
  expect(formOfHead(Buffer.from(text))).toBe(form);
});

test('gzip is told by its first bytes', () => {
  expect(formOfHead(gzipSync('a'))).toBe('gzip');
});

test.each([
  ['utf-16le', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ['utf-16le', Buffer.from('{"a":1}', 'utf16le')],
  ['utf-16be', Buffer.from('\ufeff{"a":1}', 'utf16le').swap16()],
  ['utf-16be', Buffer.from('{"a":1}', 'utf16le').swap16()],
])('%s is told with its mark and without', (form, bytes) => {
  expect(formOfHead(bytes)).toBe(form);
});

test('a picture is no log, whatever its name, and is called a picture', () => {
  const head = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  expect(formOfHead(head)).toBe('no-log');
  expect(whatElse(head)).toBe('a picture');
});

test.each(['a.json.gz', 'flow.log', 'x/AWSLogs/1/a', '1_CloudTrail_eu-west-1_x'])(
  '%s is named like a log',
  (name) => {
    expect(isNamedLikeLog(name)).toBe(true);
  },
);

test.each(['picture', 'notes.md', 'a.bin'])('%s is not', (name) => {
  expect(isNamedLikeLog(name)).toBe(false);
});
