import pc from 'picocolors';
import { renderAudit } from '../../../../local/render/pretty/render-audit';
import { findQuery } from '../../../../queries/catalogue';

const terminal = { colors: pc.createColors(false), width: 100 };
const columns = [
  { name: 'source_ip', type: 'varchar' },
  { name: 'service', type: 'varchar' },
  { name: 'ports', type: 'array(bigint)' },
];
const answer = (...rows: (string | null | readonly number[])[][]) => ({
  query: findQuery('ssh-probe-summary'),
  columns,
  rows,
});

test('an answer is its question and its rows, without empty cells', () => {
  expect(renderAudit([answer(['203.0.113.7', null, [22, 2222]])], ['logs'], terminal)).toEqual([
    'ssh-probe-summary',
    findQuery('ssh-probe-summary').question,
    '  - source_ip 203.0.113.7, ports [22,2222]',
  ]);
});

test('of many rows the first three are shown, with the command for the rest', () => {
  const rows = Array.from({ length: 5 }, (_, index) => [`203.0.113.${index}`, 'web', null]);
  const lines = renderAudit([answer(...rows)], ['logs'], terminal);
  expect(lines.filter((line) => line.startsWith('  - '))).toHaveLength(3);
  expect(lines.at(-1)).toBe('  … 2 more rows: npx harborwatch query ssh-probe-summary --on local logs');
});

test('what a log smuggles in cannot steer the terminal', () => {
  const lines = renderAudit([answer(['\u001b[2J', null, null])], ['logs'], terminal);
  expect(lines.join('')).not.toContain('\u001b');
});

test('no answers, no lines', () => {
  expect(renderAudit([], ['logs'], terminal)).toEqual([]);
});
