import { gzipSync } from 'node:zlib';
import { isGzip, isParquet, judgeHead } from '../../../local/reading/kind-of-file';
import { compileFlowLogFormat } from '../../../records/flow-log-format';

const RECORD = '2 1 eni-1 10.0.0.1 10.0.0.2 1 22 6 1 40 1 2 ACCEPT OK';
const judge = (text: string, isWhole = true) => judgeHead(Buffer.from(text), isWhole, undefined);

test.each([
  '{"Records":[]}',
  '\ufeff\n  {\n"Records": []}',
  '[{"eventVersion":"1.08"}]',
  '{"digestStartTime":"2026"}',
  '{"messageType":"DATA_MESSAGE","logEvents":[]}',
  '{"awslogs":{"data":""}}',
])('%j is JSON of a log', (text) => {
  expect(judge(text).kind).toBe('json');
});

test.each([
  RECORD,
  `# copied\n\n${RECORD}\n`,
  'hello\nworld\n'.concat(RECORD),
  'srcaddr dstaddr\n1 2',
  'tgw-id srcaddr',
])('%j is a text flow log', (text) => {
  expect(judge(text).kind).toBe('flow-log-text');
});

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['{"name":"a package"}', 'JSON, but no CloudTrail record'],
  ['# Notes\nabout an incident', 'text without a flow log header, and no line fits the flow log format'],
  [`i-1 ${RECORD}`, 'text without a flow log header, and no line fits the flow log format'],
  ['PK\u0003\u0004\0\0', 'binary, and neither gzip nor Parquet'],
])('%j is no log: %s', (text, reason) => {
  expect(judge(text)).toEqual({ kind: 'unknown', reason });
});

test('a line that is cut at the end of what was read is not judged', () => {
  expect(judge(RECORD, false).kind).toBe('unknown');
  expect(judge(`${RECORD}\n${RECORD.slice(0, 20)}`, false).kind).toBe('flow-log-text');
});

test('a given format is tried before the default', () => {
  const given = compileFlowLogFormat('interface-id srcport dstport');
  const kinds = ['eni-1 1024 22', RECORD].map((text) => judgeHead(Buffer.from(text), true, given));
  expect(kinds.map((verdict) => verdict.kind === 'flow-log-text' && verdict.format.names.length)).toEqual([
    3, 14,
  ]);
});

test('gzip and Parquet are told by their first bytes', () => {
  expect([isGzip(gzipSync('x')), isGzip(Buffer.from('x')), isGzip(Buffer.alloc(0))]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isParquet(Buffer.from('PAR1…')), isParquet(Buffer.from('PAR'))]).toEqual([true, false]);
  expect(judgeHead(gzipSync('x'), true, undefined)).toEqual({ kind: 'unknown', reason: 'gzip inside gzip' });
});
