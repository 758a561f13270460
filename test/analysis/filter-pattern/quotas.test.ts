import { filterQuotaProblems } from '../../../analysis/filter-pattern';

const filters = (count: number, pattern: string) =>
  Array.from({ length: count }, (_, index) => ({ id: `filter-${index + 1}`, pattern }));
const one = (pattern: string) => ({ metricFilters: [{ id: 'tasks-stopped', pattern }] });
const ofLength = (length: number) => {
  const frame = '{ $.eventName = "" }';
  return frame.replace('""', `"${'x'.repeat(length - frame.length)}"`);
};

test('a log group may have 100 metric filters and 2 subscription filters, and no more', () => {
  const full = { metricFilters: filters(100, 'ERROR'), subscriptionFilters: filters(2, '') };
  expect(filterQuotaProblems(full)).toEqual([]);
  expect(
    filterQuotaProblems({ metricFilters: filters(101, 'ERROR'), subscriptionFilters: filters(3, '') }),
  ).toEqual([
    'the log group has too many metric filters (101, at most 100): merge or leave out some',
    'the log group has too many subscription filters (3, at most 2): merge some',
  ]);
});

test('a pattern may have 1,024 characters', () => {
  expect(filterQuotaProblems(one(ofLength(1024)))).toEqual([]);
  expect(filterQuotaProblems(one(ofLength(1025)))).toEqual([
    'tasks-stopped: the pattern has too many characters (1025, at most 1024): split it over two filters',
  ]);
});

test('five filters of the group may have regular expressions, subscription filters counted', () => {
  const group = (count: number) => ({
    metricFilters: filters(count, '%a%'),
    subscriptionFilters: [{ id: 'ssh', pattern: '%b%' }],
  });
  expect(filterQuotaProblems(group(4))).toEqual([]);
  expect(filterQuotaProblems(group(5))).toEqual([
    'too many filters of the log group have regular expressions: filter-1, filter-2, filter-3, filter-4, filter-5, ssh (6, at most 5): use wildcards in some',
  ]);
});

test.each([
  ['{ $.a = %x% || ($.b = %y% && $.c = "%z%") }', '{ $.a = %x% || ($.b = %y% && $.c = %z%) }'],
  ['[a = %x% || a = %y%, b = 1]', '[a = %x% || a = %y%, b = %z%]'],
  ['%x% -%y%', '%x% -%y% ?%z%'],
])('%s has two regular expressions, which is all a pattern may have', (two, three) => {
  expect(filterQuotaProblems(one(two))).toEqual([]);
  expect(filterQuotaProblems(one(three))).toEqual([
    'tasks-stopped: the pattern has too many regular expressions (3, at most 2): split it',
  ]);
});

test('a selector may have one wildcard, a pattern three selectors with one', () => {
  expect(filterQuotaProblems(one('{ $.a[*] = 1 || $.b.* = 1 || $.c[*].d = 1 || $.d = "*" }'))).toEqual([]);
  expect(filterQuotaProblems(one('{ $.a[*] = 1 || $.b.* = 1 || $.c[*].d = 1 || $.d[*] = 1 }'))).toEqual([
    'tasks-stopped: the pattern has too many selectors with a wildcard (4, at most 3): name elements by index, or split it',
  ]);
  expect(filterQuotaProblems(one('{ $.items[*].ranges[*].cidr = "0.0.0.0/0" }'))).toEqual([
    'tasks-stopped: $.items[*].ranges[*].cidr has too many wildcards (2, at most 1): name one level by index',
  ]);
});

test('a pattern that cannot be read is a problem, too', () => {
  expect(filterQuotaProblems(one('{ $.a == 1 }'))).toEqual([
    'tasks-stopped: there is no operator == at position 6',
  ]);
});

test('nothing is never too much', () => {
  expect(filterQuotaProblems({ metricFilters: [] })).toEqual([]);
});
