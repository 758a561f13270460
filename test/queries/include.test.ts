import { includeFragments } from '../../queries/include';
import { QueryError } from '../../queries/query-error';

const fragmentOf = (name: string) => (name === 'two-lines' ? 'a as (\n    :since_day\n)\n' : undefined);

test('a fragment stands where its line stood, the rest is untouched', () => {
  const sql = '-- Why?\nwith\n-- include two-lines\nb as (select 1)\nselect * from b -- include two-lines\n';
  expect(includeFragments('why', sql, fragmentOf)).toBe(
    '-- Why?\nwith\na as (\n    :since_day\n),\nb as (select 1)\nselect * from b -- include two-lines\n',
  );
});

test('no comma stands before the question itself', () => {
  expect(includeFragments('why', 'with\n-- include two-lines\n\n-- so\nselect 1', fragmentOf)).toBe(
    'with\na as (\n    :since_day\n)\n\n-- so\nselect 1',
  );
});

test('the window of a fragment may begin at another parameter', () => {
  const sql = 'with\n-- include two-lines since before\nselect 1';
  expect(includeFragments('why', sql, fragmentOf)).toContain(':before_day');
});

test('a text without such a line stays as it is', () => {
  expect(includeFragments('why', "select '-- include two-lines'", fragmentOf)).toBe(
    "select '-- include two-lines'",
  );
});

test('a fragment that is not there is told with the place where it should be', () => {
  const include = () => includeFragments('why', '-- include nothing\n', fragmentOf);
  expect(include).toThrow(QueryError);
  expect(include).toThrow('why includes nothing; expected queries/fragments/nothing.sql');
});
