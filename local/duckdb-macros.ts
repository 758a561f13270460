/** What an Athena function means in DuckDB. */
interface Macro {
  readonly name: string;
  /** One definition for each number of arguments, or for each of their types: `(a, b DATE) AS …`. */
  readonly definitions: readonly string[];
}

const macro = (name: string, ...definitions: string[]): Macro => ({ name, definitions });

/**
 * The same instant without its zone. The session's zone is UTC, yet DuckDB asks its calendar of zones about every
 * TIMESTAMPTZ, which takes several times as long (docs/measurements.md).
 */
const inUtc = (instant: string) => `make_timestamp(epoch_us(${instant}))`;

const MACROS: readonly Macro[] = [
  /** Objects and arrays give NULL, as in Athena; DuckDB's own arrow would give their text. */
  macro('json_extract_scalar', "(j, p) AS json_extract_string(json_value(j, p), '$')"),
  macro('json_extract', '(j, p) AS json_extract(j, p)'),
  macro('json_array_length', '(j) AS cast(json_array_length(j) AS BIGINT)'),
  macro('json_array_contains', '(j, v) AS list_contains(cast(j AS VARCHAR[]), cast(v AS VARCHAR))'),
  macro('json_size', '(j, p) AS cast(coalesce(json_array_length(j, p), len(json_keys(j, p)), 0) AS BIGINT)'),
  macro('json_parse', '(s) AS cast(s AS JSON)'),
  macro('json_format', '(j) AS cast(j AS VARCHAR)'),
  /** A bigint, and 0 over no rows; the transpiler's sum of a CASE would be a NULL hugeint. */
  macro('count_if', '(c) AS count(*) FILTER (WHERE c)'),
  macro('from_unixtime', '(s) AS to_timestamp(s)'),
  macro('to_unixtime', '(t) AS epoch(t)'),
  macro('from_iso8601_timestamp', '(s) AS cast(s AS TIMESTAMPTZ)'),
  macro(
    'to_iso8601',
    `(t TIMESTAMPTZ) AS strftime(${inUtc('t')}, '%Y-%m-%dT%H:%M:%S.%gZ')`,
    "(t TIMESTAMP) AS strftime(t, '%Y-%m-%dT%H:%M:%S.%g')",
    "(t DATE) AS strftime(t, '%Y-%m-%d')",
  ),
  macro(
    'day_of_week',
    `(t TIMESTAMPTZ) AS isodow(${inUtc('t')})`,
    '(t TIMESTAMP) AS isodow(t)',
    '(t DATE) AS isodow(t)',
  ),
  macro(
    'date_trunc',
    `(unit VARCHAR, t TIMESTAMPTZ) AS make_timestamptz(epoch_us(date_trunc(unit, ${inUtc('t')})))`,
    '(unit VARCHAR, t TIMESTAMP) AS date_trunc(unit, t)',
    '(unit VARCHAR, t DATE) AS cast(date_trunc(unit, t) AS DATE)',
  ),
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
  macro('approx_percentile', '(x, p) AS quantile_disc(x, p)'),
];

/** The functions that are written `athena_…` before transpiling, so that the macros and not the transpiler give their meaning. */
export const BRIDGED_FUNCTIONS: readonly string[] = MACROS.map(({ name }) => name);

/** The statements that teach a fresh DuckDB Athena's functions. */
export const MACRO_STATEMENTS: readonly string[] = MACROS.map(
  ({ name, definitions }) => `CREATE OR REPLACE TEMP MACRO athena_${name}${definitions.join(', ')}`,
);
