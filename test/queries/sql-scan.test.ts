import fc from 'fast-check';
import { scanSql } from '../../queries/sql-scan';

const placeholders = (sql: string) =>
  scanSql(sql)
    .filter(({ kind }) => kind === 'placeholder')
    .map(({ text }) => text);

test('the pieces join to the text that was cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '"', '-', '/', '*', ':', 'a', '\n', ' ') }), (sql) => {
      expect(
        scanSql(sql)
          .map(({ text }) => text)
          .join(''),
      ).toBe(sql);
    }),
  );
});

test('a colon before a name is a placeholder', () => {
  expect(placeholders('where a between :since_day and :until_day')).toEqual([':since_day', ':until_day']);
});

test.each([
  ['a string', "select ':since'"],
  ['a string with a quote in it', "select 'it''s :since'"],
  ['a quoted name', 'select "a:since"'],
  ['a line comment', 'select 1 -- :since'],
  ['a block comment', 'select 1 /* :since */'],
  ['a cast', 'select a::varchar'],
])('%s holds no placeholder', (_what, sql) => {
  expect(placeholders(sql)).toEqual([]);
});
