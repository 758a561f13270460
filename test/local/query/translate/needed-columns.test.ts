import { neededColumns } from '../../../../local/query/translate/needed-columns';
import { cloudtrailLogs } from '../../../../records/tables/cloudtrail-logs';
import type { Column } from '../../../../records/tables/column-type';

/** The columns, and members of structs behind a dot, that are read for a text. */
function read(sql: string, isWhole = false): readonly string[] {
  const names = (columns: readonly Column[], before = ''): readonly string[] =>
    columns.flatMap(({ name, type }) =>
      typeof type === 'object' && 'struct' in type
        ? names(type.struct, `${before}${name}.`)
        : [before + name],
    );
  return names(neededColumns(cloudtrailLogs, sql, isWhole));
}

const ALL = read('', true);

test('columns that the text names are read, in any case and quoted, and no others', () => {
  expect(read('select EventName, "awsregion" from cloudtrail_logs where eventtime > :since')).toEqual([
    'eventtime',
    'eventname',
    'awsregion',
  ]);
});

test('what only a string or a comment says is not read', () => {
  expect(read("select eventname -- errorcode\n from cloudtrail_logs where awsregion = 'useragent'")).toEqual([
    'eventname',
    'awsregion',
  ]);
});

test('of a struct the members that are named are read, at any depth', () => {
  expect(
    read(
      'select c.useridentity.arn, useridentity.sessioncontext.attributes.mfaauthenticated from cloudtrail_logs c',
    ),
  ).toEqual(['useridentity.arn', 'useridentity.sessioncontext.attributes.mfaauthenticated']);
});

test('a struct that is used as a whole somewhere is read as a whole', () => {
  const whole = read('select useridentity from cloudtrail_logs');
  expect(whole).toEqual(ALL.filter((name) => name.startsWith('useridentity.')));
  expect(read('select useridentity.arn from cloudtrail_logs where useridentity is not null')).toEqual(whole);
});

test('arrays are read as they are', () => {
  expect(read('select r.arn from cloudtrail_logs cross join unnest(resources) as t (r)')).toContain(
    'resources',
  );
});

test('a star reads everything, and so does a struct that is taken apart', () => {
  expect(read('select * from cloudtrail_logs', true)).toEqual(ALL);
  expect(read('select (useridentity).* from cloudtrail_logs')).toEqual(ALL);
});

test('a text that names no column needs none', () => {
  expect(read('select count(*) from cloudtrail_logs')).toEqual([]);
});
