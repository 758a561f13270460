import { type Macro, macro } from './macro';

export const JSON_MACROS: readonly Macro[] = [
  /** Objects and arrays give NULL, as in Athena; DuckDB's own arrow would give their text. So does what is no JSON. */
  macro('json_extract_scalar', "(j, p) AS TRY(json_extract_string(json_value(j, p), '$'))"),
  macro('json_extract', '(j, p) AS TRY(json_extract(j, p))'),
  macro('json_exists', '(j, p) AS CASE WHEN j IS NOT NULL THEN coalesce(TRY(json_exists(j, p)), false) END'),
  macro('json_query', '(j, p) AS TRY(cast(json_extract(j, p) AS VARCHAR))'),
  macro(
    'json_array_length',
    "(j) AS TRY(CASE WHEN json_type(j) = 'ARRAY' THEN cast(json_array_length(j) AS BIGINT) END)",
  ),
  macro('is_json_scalar', "(j) AS json_type(j) NOT IN ('ARRAY', 'OBJECT')"),
  macro(
    'json_array_contains',
    "(j, v) AS TRY(CASE WHEN json_type(j) = 'ARRAY' THEN list_contains(cast(j AS VARCHAR[]), cast(v AS VARCHAR)) END)",
  ),
  macro(
    'json_size',
    `(j, p) AS TRY(cast(CASE WHEN json_type(j, p) IS NULL THEN NULL
       WHEN json_type(j, p) = 'ARRAY' THEN json_array_length(j, p)
       WHEN json_type(j, p) = 'OBJECT' THEN len(json_keys(j, p)) ELSE 0 END AS BIGINT))`,
  ),
  macro('json_parse', '(s) AS json(s)'),
  macro('json_format', '(j) AS cast(j AS VARCHAR)'),
];
