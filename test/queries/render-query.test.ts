import fc from 'fast-check';
import { parseQuery } from '../../queries/query';
import { QueryError } from '../../queries/query-error';
import { renderQuery } from '../../queries/render-query';
import { scanSql } from '../../queries/sql-scan';

const FRONT = `-- Who?
-- when: always
-- param who: name = % -- a name
-- param ports: numbers = 22, 2222 -- ports
-- param many: number = 10 -- how many
-- param addresses: addresses = * -- addresses
-- param before: time = since - 30d -- earlier
`;

function render(sql: string, values: Readonly<Record<string, string>> = {}, now = 1_793_577_600): string {
  return renderQuery(parseQuery('test', 'test', FRONT + sql), { values, now }).slice(FRONT.length);
}

test('a value becomes a literal of its type', () => {
  expect(render('select :who, :ports, :many', { who: "o'hara", ports: '22,2022', many: '5' })).toBe(
    "select 'o''hara', 22, 2022, 5",
  );
});

test('defaults stand where no value is given', () => {
  expect(render('select :who, :ports, :addresses')).toBe("select '%', 22, 2222, '*'");
});

test('whatever a name holds, it is one string literal and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (who) => {
      let sql: string;
      try {
        sql = render('select :who', { who });
      } catch (error) {
        expect(error).toBeInstanceOf(QueryError);
        return;
      }
      const pieces = scanSql(sql);
      expect(pieces.map(({ kind }) => kind)).toEqual(['text', 'quoted']);
      expect(pieces[1]?.text.slice(1, -1).replaceAll("''", "'")).toBe(who);
    }),
  );
});

test.each([
  ['many', '1 or 1=1'],
  ['many', '1.5'],
  ['ports', '22,'],
  ['ports', '22; drop table x'],
  ['addresses', 'example.org'],
  ['addresses', "1.1.1.1') or ('1'='1"],
  ['who', 'line\nbreak'],
])('%s refuses %s', (name, value) => {
  expect(() => render(`select :${name}`, { [name]: value })).toThrow(QueryError);
});

test('IPv4 and IPv6 addresses are taken, in lower case', () => {
  expect(render('in (:addresses)', { addresses: '192.0.2.1, 2001:DB8::1' })).toBe(
    "in ('192.0.2.1', '2001:db8::1')",
  );
});

test('a value that no parameter declares is told with those that are', () => {
  expect(() => render('select 1', { whom: 'x' })).toThrow('no parameter whom; it has since, until, accounts');
});

test('a placeholder that no parameter declares is told', () => {
  expect(() => render('select :nobody')).toThrow('uses :nobody');
});

test('a moment has four forms, one for each thing it is compared with', () => {
  expect(render(':since_day :since_hour :since_time :since_epoch', { since: '2026-11-02T08:15:00Z' })).toBe(
    "'2026/11/02' '2026/11/02/08' '2026-11-02T08:15:00Z' 1793607300",
  );
});

test('partitions are read an hour longer than the window, since records are delivered late', () => {
  expect(render(':until_day :until_hour :until_time', { until: '2026-11-02T23:30:00Z' })).toBe(
    "'2026/11/03' '2026/11/03/00' '2026-11-02T23:30:00Z'",
  );
});

test('a moment that is told by another follows it', () => {
  expect(render(':before_day', { since: '2026-11-02' })).toBe("'2026/10/03'");
});

test('without a clock a relative window asks the engine for its own time, as a saved query must', () => {
  const query = parseQuery('test', 'test', ':since_day :until_hour :since_epoch');
  expect(renderQuery(query)).toBe(
    "date_format(current_timestamp - interval '604800' second, '%Y/%m/%d') " +
      "date_format(current_timestamp + interval '3600' second, '%Y/%m/%d/%H') " +
      'cast(to_unixtime(current_timestamp) as bigint) - 604800',
  );
});

test('on Hive-compatible prefixes the hour is compared as it is written there', () => {
  const query = parseQuery('test', 'test', ':since_hour');
  const values = { since: '2026-11-02T08:15:00Z' };
  expect(renderQuery(query, { values, layout: 'hive-compatible' })).toBe(
    "'year=2026/month=11/day=02/hour=08'",
  );
});

test('text outside of placeholders goes out as it is', () => {
  const sql = 'select a::varchar, \':since\', "b:c" -- :until\nfrom t /* :who */';
  expect(render(sql)).toBe(sql);
});
