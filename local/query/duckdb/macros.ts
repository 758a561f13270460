/** What an Athena function means in DuckDB. */
interface Macro {
  readonly name: string;
  /**
   * One definition for each number of arguments: `(a, b) AS …`. None for types: DuckDB does not know the type of an
   * aggregate when it chooses.
   */
  readonly definitions: readonly string[];
}

const macro = (name: string, ...definitions: string[]): Macro => ({ name, definitions });

/**
 * A date or a time as one without zone. The session's zone is UTC, yet DuckDB asks its calendar of zones about every
 * TIMESTAMPTZ, which takes several times as long (docs/measurements.md).
 */
const inUtc = (instant: string) => `make_timestamp(epoch_us(${instant}))`;

/** Each item once, where it was met first. */
const distinct = (list: string) => `list_filter(${list}, lambda x, i: list_position(${list}, x) = i)`;

const MACROS: readonly Macro[] = [
  /** Objects and arrays give NULL, as in Athena; DuckDB's own arrow would give their text. So does what is no JSON. */
  macro('json_extract_scalar', "(j, p) AS TRY(json_extract_string(json_value(j, p), '$'))"),
  macro('json_extract', '(j, p) AS TRY(json_extract(j, p))'),
  macro('json_exists', '(j, p) AS json_exists(j, p)'),
  macro(
    'json_query',
    "(j, p) AS CASE WHEN json_type(j, p) IN ('ARRAY', 'OBJECT') THEN cast(json_extract(j, p) AS VARCHAR) END",
  ),
  macro(
    'json_array_length',
    "(j) AS TRY(CASE WHEN json_type(j) = 'ARRAY' THEN cast(json_array_length(j) AS BIGINT) END)",
  ),
  macro('is_json_scalar', "(j) AS json_type(j) NOT IN ('ARRAY', 'OBJECT')"),
  macro('json_array_contains', '(j, v) AS list_contains(cast(j AS VARCHAR[]), cast(v AS VARCHAR))'),
  macro(
    'json_size',
    `(j, p) AS cast(CASE WHEN json_type(j, p) IS NULL THEN NULL
       WHEN json_type(j, p) = 'ARRAY' THEN json_array_length(j, p)
       WHEN json_type(j, p) = 'OBJECT' THEN len(json_keys(j, p)) ELSE 0 END AS BIGINT)`,
  ),
  macro('json_parse', '(s) AS json(s)'),
  macro('json_format', '(j) AS cast(j AS VARCHAR)'),
  /** A bigint, and 0 over no rows; the transpiler's sum of a CASE would be a NULL hugeint. */
  macro('count_if', '(c) AS count(*) FILTER (WHERE c)'),
  macro('from_unixtime', '(s) AS to_timestamp(s)'),
  macro('to_unixtime', '(t) AS epoch(t)'),
  macro('from_iso8601_timestamp', '(s) AS cast(s AS TIMESTAMPTZ)'),
  macro(
    'to_iso8601',
    `(t) AS CASE typeof(t) WHEN 'DATE' THEN strftime(t, '%Y-%m-%d')
       WHEN 'TIMESTAMP' THEN strftime(t, '%Y-%m-%dT%H:%M:%S.%g')
       ELSE strftime(${inUtc('t')}, '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  ),
  macro('day_of_week', `(t) AS isodow(${inUtc('t')})`),
  macro('date_add', "(unit, n, t) AS t + n * cast('1 ' || unit AS INTERVAL)"),
  /** Whole units that lie between; DuckDB's function of that name counts the borders that are crossed. */
  macro('date_diff', `(unit, a, b) AS date_sub(unit, ${inUtc('a')}, ${inUtc('b')})`),
  /** The time on that place's clocks, without the zone. */
  macro('at_timezone', '(t, zone) AS timezone(zone, t)'),
  macro('with_timezone', '(t, zone) AS timezone(zone, t)'),
  macro('to_milliseconds', '(i) AS cast(epoch(i) * 1000 AS BIGINT)'),
  macro('year_of_week', '(t) AS isoyear(t)'),
  macro('yow', '(t) AS isoyear(t)'),
  macro(
    'split',
    '(s, d) AS string_split(s, d)',
    `(s, d, n) AS list_concat(string_split(s, d)[1:n - 1],
       list_filter([array_to_string(string_split(s, d)[n:], d)], lambda rest: len(string_split(s, d)) >= n))`,
  ),
  macro('split_part', '(s, d, i) AS CASE WHEN i <= len(string_split(s, d)) THEN split_part(s, d, i) END'),
  macro('to_hex', '(b) AS hex(b)'),
  macro('md5', '(b) AS unhex(md5(b))'),
  macro('sha1', '(b) AS unhex(sha1(b))'),
  macro('sha256', '(b) AS unhex(sha256(b))'),
  macro('url_encode', "(s) AS replace(replace(replace(url_encode(s), '%20', '+'), '%2A', '*'), '~', '%7E')"),
  macro('codepoint', '(s) AS unicode(s)'),
  macro('levenshtein_distance', '(a, b) AS levenshtein(a, b)'),
  macro('regexp_count', '(s, p) AS len(regexp_extract_all(s, p))'),
  macro(
    'regexp_position',
    `(s, p) AS cast(CASE WHEN regexp_matches(s, p)
       THEN length(regexp_extract(s, '(?s)^(.*?)(?:' || p || ')', 1)) + 1 ELSE -1 END AS INTEGER)`,
  ),
  macro('bitwise_xor', '(a, b) AS xor(cast(a AS BIGINT), cast(b AS BIGINT))'),
  macro('bitwise_not', '(a) AS ~cast(a AS BIGINT)'),
  macro('bitwise_left_shift', '(a, b) AS a << b'),
  macro('bitwise_right_shift', '(a, b) AS a >> b'),
  macro('to_base', '(n, base) AS lower(to_base(n, base))'),
  macro('nan', "() AS cast('NaN' AS DOUBLE)"),
  macro('infinity', "() AS cast('Infinity' AS DOUBLE)"),
  macro('is_nan', '(x) AS isnan(x)'),
  macro(
    'contains',
    // An array that holds a NULL may hold the value too: unknown.
    `(a, x) AS CASE WHEN a IS NULL OR x IS NULL THEN NULL WHEN list_contains(a, x) THEN true
       WHEN list_count(a) < len(a) THEN NULL ELSE false END`,
  ),
  macro('array_distinct', `(a) AS ${distinct('a')}`),
  macro('array_union', `(a, b) AS ${distinct('list_concat(a, b)')}`),
  macro(
    'array_position',
    '(a, x) AS CASE WHEN a IS NOT NULL AND x IS NOT NULL THEN cast(coalesce(list_position(a, x), 0) AS BIGINT) END',
  ),
  macro('arrays_overlap', '(a, b) AS list_has_any(a, b)'),
  macro('repeat', '(x, n) AS list_resize([x], n, x)'),
  macro('bitwise_and', '(a, b) AS cast(a AS BIGINT) & cast(b AS BIGINT)'),
  macro('bitwise_or', '(a, b) AS cast(a AS BIGINT) | cast(b AS BIGINT)'),
  macro('flatten', '(a) AS flatten(a)'),
  macro('array_sort', "(a) AS list_sort(a, 'ASC', 'NULLS LAST')"),
  macro(
    'array_join',
    // An array of nothing but NULLs is empty text in Trino, and NULL only where there is no array.
    "(a, s) AS CASE WHEN a IS NULL THEN NULL ELSE coalesce(array_to_string(cast(a AS VARCHAR[]), s), '') END",
    '(a, s, n) AS array_to_string(list_transform(cast(a AS VARCHAR[]), lambda x: coalesce(x, n)), s)',
  ),
  macro('array_max', '(a) AS list_max(a)'),
  macro('array_min', '(a) AS list_min(a)'),
  macro('cardinality', '(a) AS cast(len(a) AS BIGINT)'),
  macro('element_at', '(a, i) AS a[i]'),
  macro('slice', '(a, s, n) AS list_slice(a, s, s + n - 1)'),
  macro('sequence', '(a, b) AS generate_series(a, b)', '(a, b, s) AS generate_series(a, b, s)'),
  macro(
    'regexp_extract',
    '(s, p) AS nullif(regexp_extract_all(s, p), [])[1]',
    '(s, p, g) AS nullif(regexp_extract_all(s, p, g), [])[1]',
  ),
  macro('url_decode', '(s) AS url_decode(s)'),
  /** Of whole numbers a bigint, of doubles a double. */
  macro('approx_percentile', '(x, p) AS quantile_disc(x + cast(0 AS BIGINT), p)'),
];

/** What rewritten calls are written with; Athena has no functions of these names. */
const OWN: readonly Macro[] = [
  /** Of an instant. */
  macro('date_trunc_zoned', `(unit, t) AS make_timestamptz(epoch_us(date_trunc(unit, ${inUtc('t')})))`),
  macro('strftime', '(t, f) AS strftime(t, f)'),
  macro('parse_in_utc', "(s, f) AS timezone('UTC', strptime(s, f))"),
  macro('parse_with_zone', "(s, f) AS strptime(regexp_replace(s, 'Z$', '+00:00'), f)"),
  macro(
    'varchar',
    // Which type it is shows when the question is planned, and the other branches go.
    `(x) AS CASE typeof(x)
       WHEN 'JSON' THEN json_extract_string(TRY_CAST(cast(x AS VARCHAR) AS JSON), '$')
       WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(cast(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
       WHEN 'DOUBLE' THEN athena_double_text(cast(x AS VARCHAR))
       ELSE cast(x AS VARCHAR) END`,
  ),
  macro('max_n', '(x, n) AS max(x, n)'),
  macro('min_n', '(x, n) AS min(x, n)'),
];

/** The functions that are written `athena_…` before transpiling, so that the macros and not the transpiler give their meaning. */
export const MACRO_NAMES: readonly string[] = MACROS.map(({ name }) => name);

/** The statements that teach a fresh DuckDB Athena's functions. */
export const MACRO_STATEMENTS: readonly string[] = [...MACROS, ...OWN].map(
  ({ name, definitions }) => `CREATE OR REPLACE TEMP MACRO athena_${name}${definitions.join(', ')}`,
);
