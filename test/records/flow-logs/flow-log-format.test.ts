import { FlowLogFormatError, UnsupportedFlowLogError } from '../../../records/flow-logs/flow-log-errors';
import { DEFAULT_FORMAT } from '../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';

test.each([
  ['names', ['srcaddr', 'dstaddr', 'dstport']],
  ['a header line', 'srcaddr dstaddr dstport'],
  ['a header line with a Windows line end', 'srcaddr dstaddr dstport\r'],
  ['a format as the console writes it', `\${srcaddr} \${dstaddr} \${dstport}`],
  ['a format as a template escapes it', `$\${srcaddr} $\${dstaddr} $\${dstport}`],
  ['names with commas', 'srcaddr, dstaddr, dstport'],
])('%s compile to the same format', (_, fields) => {
  expect(compileFlowLogFormat(fields).names).toEqual(['srcaddr', 'dstaddr', 'dstport']);
});

test('columns of a table get AWS’s hyphens back', () => {
  expect(compileFlowLogFormat('account_id pkt_srcaddr').names).toEqual(['account-id', 'pkt-srcaddr']);
});

test('a field that no version knows keeps its name and its column', () => {
  const format = compileFlowLogFormat('srcaddr field_of_2031 dstport');
  expect(format.names).toEqual(['srcaddr', 'field_of_2031', 'dstport']);
  expect(format.columnOf('field_of_2031')).toBe(1);
  expect(format.columnOf('dstport')).toBe(2);
});

test('a field that the format lacks has column -1', () => {
  expect(compileFlowLogFormat(DEFAULT_FORMAT).columnOf('tcp-flags')).toBe(-1);
});

test.each([
  'version tgw-id srcaddr',
  'resource-type account-id',
  'srcaddr packets-lost-no-route',
  'tgw_attachment_id srcaddr',
])('the Transit Gateway format "%s" is refused by name', (fields) => {
  expect(() => compileFlowLogFormat(fields)).toThrow(UnsupportedFlowLogError);
  expect(() => compileFlowLogFormat(fields)).toThrow(/Transit Gateway flow logs \(field "/);
});

test('resource-id is a VPC field, of regional NAT gateways, and no sign of a Transit Gateway', () => {
  expect(compileFlowLogFormat('srcaddr resource-id').names).toEqual(['srcaddr', 'resource-id']);
});

test.each([
  ['', /no known field/],
  ['alpha beta', /no known field in the flow log format "alpha beta"; expected names such as version/],
  ['srcaddr srcaddr', /field "srcaddr" stands twice/],
  ['srcaddr 10.0.0.1', /"10.0.0.1" is no flow log field name/],
  [`\${srcaddr} \${`, /"\$\{" is no flow log field name/],
])('the field list "%s" is an error that says why', (fields, message) => {
  expect(() => compileFlowLogFormat(fields)).toThrow(FlowLogFormatError);
  expect(() => compileFlowLogFormat(fields)).toThrow(message);
});
