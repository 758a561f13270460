import { writeCsv, writeJson } from '../../../../local/render/answers/write-answer';
import type { CellValue } from '../../../../queries/query-result';
import { captureIo } from '../../commands/query/capture-io';

const answer = (names: readonly string[], ...rows: readonly (readonly CellValue[])[]) => ({
  columns: names.map((name) => ({ name, type: 'varchar' })),
  batches: (async function* () {
    yield rows;
  })(),
});

async function csv(rows: readonly (readonly CellValue[])[], options = {}) {
  const { io, out } = captureIo();
  await writeCsv(answer(['a'], ...rows), io.stdout, options);
  return out();
}

test.each([
  ['=cmd|calc!A1', "'=cmd|calc!A1"],
  ['+1+1', "'+1+1"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
])('%j is no formula to a spreadsheet', async (text, field) => {
  expect(await csv([[text]])).toBe(`a\r\n${field}\r\n`);
});

test.each([['-5'], ['+49'], ['a=b'], ['-1.5']])('%j needs no guard', async (text) => {
  expect(await csv([[text]])).toBe(`a\r\n${text}\r\n`);
});

test('a number below zero stays a number', async () => {
  expect(await csv([[-5]])).toBe('a\r\n-5\r\n');
});

test('the guard can be switched off', async () => {
  expect(await csv([['=1+1']], { isRaw: true })).toBe('a\r\n=1+1\r\n');
});

test('nothing steers a terminal, and a file keeps what the record says', async () => {
  expect(await csv([['\u001b[2Jx']], { isTerminal: true })).not.toContain('\u001b');
  expect(await csv([['\u001b[2Jx']])).toContain('\u001b');
});

test('JSON refuses two columns of one name, of which it would keep one', async () => {
  const { io, out } = captureIo();
  await expect(writeJson(answer(['a', 'b', 'a'], [1, 2, 3]), io.stdout)).rejects.toThrow(
    'two columns are called a',
  );
  expect(out()).toBe('');
});
