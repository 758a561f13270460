import { sortRows } from '../../../report/page/figures/sort-rows';
import { leftOutText, raisedText, shortActor, shortName, toTsv, visible } from '../../../report/page/texts';

test('of long names the end is kept, which is what tells them apart', () => {
  const names = [
    'role OrganizationAccountAccessRole (ops) (111122223333)',
    'role OrganizationAccountAccessRole (ops) (222233334444)',
  ];
  const short = names.map((name) => shortName(name, 30));
  expect(new Set(short).size).toBe(2);
  expect(short.map(({ length }) => length)).toEqual([30, 30]);
  expect(shortName('user mallory', 30)).toBe('user mallory');
});

test('of people who share a role the session is kept', () => {
  const lia = 'role AWSReservedSSO_Developer_0123456789abcdef (lia@example.com)';
  expect([30, 27, 16, 12].map((most) => shortActor(lia, most))).toEqual([
    'role AWSRes… (lia@example.com)',
    'role AWS… (lia@example.com)',
    'lia@example.com',
    'lia@example…',
  ]);
  expect(shortActor('role OrganizationAccountAccessRole (ops) (111122223333)', 30)).toBe(
    'role Org… (ops) (111122223333)',
  );
  expect(shortActor('role log-cleaner-schedule (0123456789abcdef01234567)', 26)).toBe(
    'role log-cleane… (012345…)',
  );
  expect(shortActor('user mallory', 30)).toBe('user mallory');
});

test('one is told as one', () => {
  expect([0, 1, 2].map(raisedText)).toEqual([
    '0 alarms and findings',
    '1 alarm or finding',
    '2 alarms and findings',
  ]);
  expect(leftOutText('alarms and findings', 1)).toBe('1 of the alarms and findings is not in this page');
  expect(leftOutText('rows of the answer to x', 2_000)).toBe(
    '2,000 of the rows of the answer to x are not in this page',
  );
});

describe('tables', () => {
  const columns = [
    { title: 'name', text: ({ name }: { name: string }) => name, width: '' },
    {
      title: 'size',
      text: ({ size }: { size: number }) => String(size),
      order: ({ size }: { size: number }) => size,
      width: '',
    },
  ] as never[];
  const rows = [
    { name: 'b', size: 10 },
    { name: 'a', size: 9 },
    { name: 'c', size: 9 },
  ];

  test('numbers sort as numbers, and equals keep their order', () => {
    const sorted = sortRows(rows, columns, { column: 1, isDescending: false }, '');
    expect(sorted.map(({ name }) => name)).toEqual(['a', 'c', 'b']);
    expect(sortRows(rows, columns, { column: 1, isDescending: true }, '').map(({ name }) => name)).toEqual([
      'b',
      'a',
      'c',
    ]);
  });

  test('all words must be in a row', () => {
    expect(sortRows(rows, columns, undefined, 'A 9')).toEqual([{ name: 'a', size: 9 }]);
    expect(sortRows(rows, columns, undefined, 'a 10')).toEqual([]);
  });

  test('a copied cell breaks no row, and runs in no spreadsheet', () => {
    expect(toTsv([['a\tb', '=HYPERLINK("x")', '-5', 'c\nd']])).toBe('a b\t\'=HYPERLINK("x")\t-5\tc d');
  });
});

test('what is hidden or turns the text is told by its number', () => {
  expect(visible('a\u202eb\u200bc\u0000\u{e0041}')).toBe('a\\u{202e}b\\u{200b}c\\u{0}\\u{e0041}');
  expect(visible('Grüße, 你好, שלום 🚢\n')).toBe('Grüße, 你好, שלום 🚢\n');
});

test.each([
  ['=1+1', "'=1+1"],
  ['  =1+1', "'  =1+1"],
  ['\t@SUM(A1)', "' @SUM(A1)"],
  ['"=1+1"', `'"=1+1"`],
  ['＝1+1', "'＝1+1"],
  ['"one\ttwo', '"""one two"'],
  ['-5.2', '-5.2'],
  ['a "b"', 'a "b"'],
  ['a\u202eb', 'a\\u{202e}b'],
])('a cell of %j is copied as %j', (cell, copied) => {
  expect(toTsv([[cell]])).toBe(copied);
});
