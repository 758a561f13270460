import path from 'node:path';
import { asPattern, mayFitOthers } from '../../../local/files/as-pattern';
import { sqlFiles, sqlList } from '../../../local/query/duckdb/sql-text';

describe('on Windows', () => {
  const pattern = (...parts: readonly string[]) => asPattern(path.win32.join(...parts), path.win32.sep);

  test('backslashes stay, as DuckDB parts a pattern at them', () => {
    expect(pattern('C:\\', 'Users', 'who', 'logs', 'f.json.gz')).toBe('C:\\Users\\who\\logs\\f.json.gz');
    expect(pattern('\\\\server\\share', 'logs', 'f.json')).toBe('\\\\server\\share\\logs\\f.json');
  });

  test('a bracket fits itself only', () => {
    expect(pattern('C:\\', 'logs [2026]', '[x].json')).toBe('C:\\logs [[]2026]\\[[]x].json');
  });

  test('a long path keeps its beginning', () => {
    expect(asPattern('\\\\?\\C:\\logs [1]\\f.json', path.win32.sep)).toBe('\\\\?\\C:\\logs [[]1]\\f.json');
  });

  test('no name may fit others', () => {
    expect(mayFitOthers('C:\\logs [1]\\f.json', path.win32.sep)).toBe(false);
  });
});

describe('elsewhere', () => {
  test.each([
    ['/logs/f.json', '/logs/f.json'],
    ['/logs [1]/*?.json', '/logs [[]1]/[*][?].json'],
    ['/a\\b/f.json', '/a\\b/f.json'],
    ['/a\\b [c]/f.json', '/a\\b [c]/f.json'],
  ])('%s becomes %s', (file, expected) => {
    expect(asPattern(file, path.posix.sep)).toBe(expected);
  });

  test('only a name with a backslash beside a bracket, a star or a question mark may fit others', () => {
    const names = ['/a\\b/f', '/a[b]/f', '/a\\b/[f]', '/a\\b*/f', '/a\\?'];
    expect(names.filter((name) => mayFitOthers(name, path.posix.sep))).toEqual(names.slice(2));
  });
});

test('in a list of files quotes are doubled, and nothing else is taken for an escape', () => {
  expect(sqlList(["C:\\it's\\new"])).toBe("['C:\\it''s\\new']");
  expect(sqlFiles(["/it's [1]"])).toBe("['/it''s [[]1]']");
});
