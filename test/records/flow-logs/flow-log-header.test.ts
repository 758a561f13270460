import { DEFAULT_FORMAT, FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import { isFlowLogHeader, respeltFlowLogHeader } from '../../../records/flow-logs/flow-log-header';

test.each([
  DEFAULT_FORMAT.join(' '),
  `${DEFAULT_FORMAT.join(' ')}\r`,
  'srcaddr',
  'account_id interface_id',
  'instance-id field-of-2031 srcaddr',
  'resource-type tgw-id tgw-attachment-id',
])('"%s" is a header', (line) => {
  expect(isFlowLogHeader(line)).toBe(true);
});

test('every field can begin a header', () => {
  for (const { name } of FLOW_LOG_FIELDS) expect(isFlowLogHeader(`${name} srcaddr`)).toBe(true);
});

test.each([
  '',
  '2 123456789012 eni-1 10.0.0.1 10.0.0.2 1 22 6 1 40 1 2 ACCEPT OK',
  'eni-1 srcaddr',
  'eu-west-1 10.0.0.1',
  'field-of-2031 srcaddr',
  'version 1.2',
  'start 2024',
])('"%s" is no header', (line) => {
  expect(isFlowLogHeader(line)).toBe(false);
});

test.each([
  [`\${srcaddr} \${dstaddr} \${dstport}`, 'srcaddr dstaddr dstport'],
  [`$\${srcaddr} $\${dstaddr} $\${dstport}\r`, 'srcaddr dstaddr dstport'],
  ['SRCADDR DSTADDR ACCOUNT_ID', 'srcaddr dstaddr account-id'],
  [`Version \${account-id} interface-id`, 'version account-id interface-id'],
  [`\${resource-type} \${tgw-id} \${tgw-attachment-id}`, 'resource-type tgw-id tgw-attachment-id'],
])('"%s" is the header "%s"', (line, header) => {
  expect(respeltFlowLogHeader(line)).toBe(header);
});

test.each([
  'Start end',
  'Version history of this log',
  'Action packets and bytes',
  '2 123456789012 eni-1',
  `\${srcaddr} \${nonsense} \${dstport}`,
])('"%s" is no header in other letters', (line) => {
  expect(respeltFlowLogHeader(line)).toBeUndefined();
});
