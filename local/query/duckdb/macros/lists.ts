import { type Macro, macro, unless } from './macro';

/** Each item once, where it was met first. */
const distinct = (list: string) => `list_filter(${list}, lambda x, i: list_position(${list}, x) = i)`;

/** A row of members without names, which Athena shows as `field0`, `field1`, … */
const row = (values: readonly string[]) =>
  `struct_pack(${values.map((value, at) => `field${at} := ${value}`).join(', ')})`;

const letters = (count: number) => 'abcdef'.slice(0, count).split('');

export const LIST_MACROS: readonly Macro[] = [
  macro(
    'contains',
    // An array that holds a NULL may hold the value too: unknown.
    `(a, x) AS CASE WHEN a IS NULL OR x IS NULL THEN NULL WHEN list_contains(a, x) THEN true
       WHEN list_count(a) < len(a) THEN NULL ELSE false END`,
  ),
  macro('array_distinct', `(a) AS ${distinct('a')}`),
  macro(
    'array_union',
    `(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE ${distinct('list_concat(a, b)')} END`,
  ),
  macro(
    'array_except',
    `(a, b) AS CASE WHEN b IS NOT NULL THEN list_filter(${distinct('a')}, lambda x: list_position(b, x) IS NULL) END`,
  ),
  macro(
    'array_remove',
    '(a, x) AS CASE WHEN x IS NOT NULL THEN list_filter(a, lambda y: y IS NULL OR y <> x) END',
  ),
  macro(
    'array_position',
    '(a, x) AS CASE WHEN a IS NOT NULL AND x IS NOT NULL THEN cast(coalesce(list_position(a, x), 0) AS BIGINT) END',
  ),
  macro(
    'arrays_overlap',
    `(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN list_has_any(list_filter(a, lambda x: x IS NOT NULL), b) THEN true
       WHEN (list_count(a) < len(a) AND len(b) > 0) OR (list_count(b) < len(b) AND len(a) > 0) THEN NULL ELSE false END`,
  ),
  macro(
    'repeat',
    `(x, n) AS ${unless('n < 0', "'count argument of repeat function must be greater than or equal to 0'", 'list_resize([x], n, x)', ['n'])}`,
  ),
  macro('flatten', '(a) AS flatten(a)'),
  macro('array_sort', "(a) AS list_sort(a, 'ASC', 'NULLS LAST')"),
  macro(
    'array_join',
    // An array of nothing but NULLs is empty text in Trino, and NULL only where there is no array.
    "(a, s) AS CASE WHEN a IS NULL OR s IS NULL THEN NULL ELSE coalesce(array_to_string(cast(a AS VARCHAR[]), s), '') END",
    "(a, s, n) AS CASE WHEN a IS NULL OR s IS NULL OR n IS NULL THEN NULL ELSE coalesce(array_to_string(list_transform(cast(a AS VARCHAR[]), lambda x: coalesce(x, n)), s), '') END",
  ),
  macro('array_max', '(a) AS CASE WHEN list_count(a) = len(a) THEN list_max(a) END'),
  macro('array_min', '(a) AS CASE WHEN list_count(a) = len(a) THEN list_min(a) END'),
  macro('cardinality', '(a) AS cast(len(a) AS BIGINT)'),
  macro('element_at', `(a, i) AS ${unless('i = 0', "'SQL array indices start at 1'", 'a[i]', ['a', 'i'])}`),
  macro(
    'slice',
    `(a, s, n) AS ${unless(
      's = 0 OR n < 0',
      "CASE WHEN s = 0 THEN 'SQL array indices start at 1' ELSE 'length must be greater than or equal to 0' END",
      'CASE WHEN s < 0 AND -s > len(a) THEN list_slice(a, 1, 0) ELSE list_slice(a, CASE WHEN s < 0 THEN len(a) + s + 1 ELSE s END, CASE WHEN s < 0 THEN len(a) + s ELSE s - 1 END + n) END',
      ['a', 's', 'n'],
    )}`,
  ),
  macro(
    'sequence',
    '(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN generate_series(a, b, CASE WHEN a > b THEN -1 ELSE 1 END) END',
    '(a, b, s) AS generate_series(a, b, s)',
  ),
  macro(
    'split_to_map',
    `(s, d, k) AS ${unless(
      "len(list_filter(string_split(s, d), lambda e: e <> '' AND len(string_split(e, k)) <> 2)) > 0",
      "'Key-value delimiter must appear exactly once in each entry of ' || s",
      `map_from_entries(list_transform(list_filter(string_split(s, d), lambda e: e <> ''),
       lambda e: struct_pack(key := string_split(e, k)[1], value := string_split(e, k)[2])))`,
      ['s', 'd', 'k'],
    )}`,
  ),
];

/** What rewritten calls are written with; Athena has no functions of these names. */
export const OWN_LIST_MACROS: readonly Macro[] = [
  macro(
    'item',
    `(a, i) AS ${unless(
      'a IS NOT NULL AND (i < 1 OR i > len(a))',
      `CASE WHEN i = 0 THEN 'SQL array indices start at 1' WHEN i < 0 THEN 'Array subscript is negative: ' || i
         ELSE 'Array subscript must be less than or equal to array length: ' || i || ' > ' || len(a) END`,
      'a[i]',
    )}`,
  ),
  macro(
    'map_value',
    `(m, k) AS ${unless('m IS NOT NULL AND NOT map_contains(m, k)', "'Key not present in map: ' || k", 'map_extract_value(m, k)')}`,
  ),
  macro('map_size', '(m) AS cast(len(map_keys(m)) AS BIGINT)'),
  macro('entry', '(k, v) AS struct_pack(key := k, value := v)'),
  macro(
    'map_of',
    `(entries) AS map_from_entries(list_filter(entries,
       lambda e, i: list_position(list_transform(entries, lambda other: other.key), e.key) = i))`,
  ),
  macro(
    'rows',
    '(entries) AS list_transform(entries, lambda e: struct_pack(field0 := e.key, field1 := e.value))',
  ),
  macro('join_lists', '(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN list_concat(a, b) END'),
  macro('append', '(a, x) AS CASE WHEN a IS NOT NULL THEN list_append(a, x) END'),
  macro('prepend', '(x, a) AS CASE WHEN a IS NOT NULL THEN list_prepend(x, a) END'),
  macro('list_pairs', '(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN list_zip(a, b) END'),
  macro('join_maps', '(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN map_concat(a, b) END'),
  macro('one', '(x) AS [x]'),
  macro(
    'any',
    '(a) AS CASE WHEN a IS NULL THEN NULL WHEN list_bool_or(a) THEN true WHEN list_count(a) < len(a) THEN NULL ELSE false END',
  ),
  macro(
    'all',
    '(a) AS CASE WHEN a IS NULL THEN NULL WHEN NOT list_bool_and(a) THEN false WHEN list_count(a) < len(a) THEN NULL ELSE true END',
  ),
  macro(
    'none',
    '(a) AS CASE WHEN a IS NULL THEN NULL WHEN list_bool_or(a) THEN false WHEN list_count(a) < len(a) THEN NULL ELSE true END',
  ),
  macro(
    'row',
    ...[1, 2, 3, 4, 5, 6].map((count) => `(${letters(count).join(', ')}) AS ${row(letters(count))}`),
  ),
  macro(
    'zip',
    ...[2, 3, 4].map(
      (count) =>
        `(${letters(count).join(', ')}) AS CASE WHEN ${letters(count)
          .map((name) => `${name} IS NOT NULL`)
          .join(' AND ')} THEN list_transform(list_zip(${letters(count).join(', ')}),
           lambda z: ${row(letters(count).map((_, at) => `struct_extract(z, ${at + 1})`))}) END`,
    ),
  ),
];
