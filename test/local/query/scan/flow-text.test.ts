import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DeliveredScan } from '../../../../local/query/scan/delivered-scan';
import { plainFlowText } from '../../../../local/query/scan/flow-text';
import { SeenFlows } from '../../../../local/query/scan/seen-flows';
import { isSoundReport } from '../../../../local/query/scan/sound-report';
import { readLogFiles } from '../../../../local/reading/read-folder';
import { compileFlowLogFormat } from '../../../../records/flow-logs/flow-log-format';
import { TextPool } from '../../../../records/values/text-pool';
import { createLogFolder, type LogFolderFixture } from '../query-folder';

let folder: LogFolderFixture;

beforeEach(() => {
  folder = createLogFolder();
});

afterEach(() => {
  folder.remove();
});

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags';
const LINE = '3 111122223333 eni-1 192.0.2.1 10.0.0.5 50000 22 6 12 900 1793607300 1793607360 ACCEPT OK 2';
const WINDOW = '3 111122223333 eni-1 - - - - - - - 1793607300 1793607360 - NODATA -';

const fileOf = (path: string, bytes = 1) =>
  ({ path, table: 'vpc_flow_logs', bytes, delivered: undefined }) as const;

const plain = (...lines: readonly string[]) =>
  plainFlowText(fileOf(folder.write('x.log', `${[HEADER, ...lines].join('\n')}\n`)));

test('lines as AWS writes them are plain, with a header and without, packed and not, of flows and of windows', () => {
  expect(plain(LINE, WINDOW, LINE.replace('ACCEPT', 'REJECT'))?.facts).toEqual({
    table: 'vpc_flow_logs',
    records: 3,
    first: 1_793_607_300,
    last: 1_793_607_360,
    accounts: ['111122223333'],
  });
  const v2 = LINE.split(' ').slice(0, -1).join(' ').replace('3', '2');
  expect(plainFlowText(fileOf(folder.write('v2.log', v2)))?.facts.records).toBe(1);
  expect(plainFlowText(fileOf(folder.write('v2.log.gz', v2)))?.facts.records).toBe(1);
  expect(plainFlowText(fileOf(folder.write('head.log', `${HEADER}\n`)))?.facts.records).toBe(0);
});

test.each([
  ['a field too few', LINE.slice(0, -2)],
  ['a field too many', `${LINE} 1`],
  ['two blanks', LINE.replace(' ', '  ')],
  ['a blank at its end', `${LINE} `],
  ['a carriage return', `${LINE}\r`],
  ['a tab', LINE.replace(' ', '\t')],
  ['a letter that is not ASCII', LINE.replace('eni-1', 'eni-ä')],
  ['a port that is none', LINE.replace(' 22 ', ' 70000 ')],
  ['a number with a zero in front', LINE.replace(' 22 ', ' 022 ')],
  ['a number with a sign', LINE.replace(' 22 ', ' +22 ')],
  ['milliseconds', LINE.replace('1793607300', '1793607300000')],
  ['another action', LINE.replace('ACCEPT', 'ACCEPD')],
  ['another status', LINE.replace('OK', 'KO')],
  ['a status for an action', LINE.replace('ACCEPT', 'OK')],
  ['a window with a flow', WINDOW.replace('- - -', '192.0.2.1 - -')],
  ['nothing', ''],
  ['a second header', HEADER],
])('a line with %s is for the reader', (_what, line) => {
  expect(plain(LINE, line, LINE)).toBeUndefined();
});

test('damage is for the reader, and so is what is packed under another name', () => {
  const packed = gzipSync(`${HEADER}\n${LINE}\n`);
  for (const bytes of [packed.subarray(0, -1), Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)])]) {
    expect(plainFlowText(fileOf(folder.write('cut.log.gz', bytes)))).toBeUndefined();
  }
  expect(plainFlowText(fileOf(folder.write('packed.log', packed)))).toBeUndefined();
  expect(plainFlowText(fileOf(folder.write('plain.log.gz', Buffer.from(LINE))))).toBeUndefined();
  expect(plainFlowText(fileOf('/nowhere/x.log'))).toBeUndefined();
});

test('a flow has the same hash in a plain line, in the one that the reader understood, and in another format', () => {
  const formats = [HEADER, HEADER.split(' ').toReversed().join(' '), `${HEADER} vpc-id`];
  const line = (format: string, text: string) => {
    const values = new Map(HEADER.split(' ').map((name, at) => [name, text.split(' ')[at] ?? '']));
    return format
      .split(' ')
      .map((name) => values.get(name) ?? 'vpc-1')
      .join(' ');
  };
  for (const text of [
    LINE,
    WINDOW,
    LINE.replace(' 900 ', ' 900000000000 ').replace('192.0.2.1', '2001:db8::1'),
  ]) {
    const hashes = formats.map((format) => {
      const file = folder.write('one.log', `${format}\n${line(format, text)}\n`);
      return [...(plainFlowText(fileOf(file))?.hashes ?? [])];
    });
    expect(new Set(hashes.map(String)).size).toBe(1);
    const seen = new SeenFlows();
    const [high = 0, low = 0, start = 0] = hashes[0] ?? [];
    expect(seen.isKnown(high, low, start)).toBe(false);
    const view = compileFlowLogFormat(HEADER).reader(new TextPool());
    expect(view.read(text)).not.toBe('unreadable');
    expect(seen.isKnownLine(view, text === WINDOW)).toBe(true);
  }
});

test('what is plain is sound to the reader, with as many records, whatever is done to a line', async () => {
  const parts = LINE.split(' ');
  const odd = fc.constantFrom(
    '-',
    '0',
    '-1',
    '007',
    'x',
    '',
    '99999999999',
    '1793607300000',
    'REJECT',
    'NODATA',
    'SKIPDATA',
    'é',
  );
  const anyLine = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(LINE, WINDOW) },
    fc.tuple(fc.nat(parts.length - 1), odd).map(([at, value]) => parts.with(at, value).join(' ')),
  );
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { maxLength: 3 }), fc.boolean(), async (lines, hasHeader) => {
      const path = folder.write('any.log', [...(hasHeader ? [HEADER] : []), ...lines].join('\n'));
      const found = plainFlowText(fileOf(path));
      if (found === undefined) return;
      count += 1;
      const sink = { cloudTrail: () => undefined, flow: () => undefined };
      const file = { name: 'any.log', bytes: 1, localPath: path, open: () => nothing() };
      const [report] = (await readLogFiles([file], sink)).files;
      if (report === undefined) throw new Error('no report');
      const content = { hasMilliseconds: false, isOneList: true, isOfOneTable: true };
      expect(isSoundReport(report, 'vpc_flow_logs', content)).toBe(true);
      expect(report.analyzed).toBe(found.facts.records);
    }),
    { numRuns: 600, seed: 13 },
  );
  expect(count).toBeGreaterThan(100);
});

test('a flow that stands twice is told by its place, in one file and in two', async () => {
  const other = LINE.replace('192.0.2.1', '192.0.2.2');
  const files = [
    fileOf(folder.write('a.log', `${HEADER}\n${LINE}\n${other}\n${LINE}\n`)),
    fileOf(folder.write('b.log', `${HEADER}\n${other}\r\n`)),
    fileOf(folder.write('c.log', `${HEADER}\n${LINE.replace(' 22 ', ' 2222 ')}\n`)),
  ];
  const unsound = await new DeliveredScan().unsoundAmong(files);
  expect(unsound.map(({ file, duplicates }) => [file.path, [...(duplicates ?? [])]])).toEqual([
    [files[0]?.path, [2]],
    [files[1]?.path, [0]],
  ]);
});

async function* nothing(): AsyncGenerator<Uint8Array> {
  // The reader takes the file by its path.
}
