/** Edge cases that are otherwise here than on Trino, a line each; nothing else may differ. */
export const EDGE_DIFFERENCES: readonly { readonly cases: RegExp; readonly how: string }[] = [
  {
    cases:
      /^concat\(.*cast\(null as varchar\)|^.* \|\| cast\(null as varchar\)$|^cast\(null as varchar\) \|\| /,
    how: 'a text that is NULL whatever is read has no type in DuckDB, and is shown as an integer',
  },
  {
    cases:
      /^regexp_extract\((?:cast\(null as varchar\)|'abc'|'äö😀'), .* (?:0|1|cast\(null as integer\))\)$|^regexp_extract\('a:b:c', .* cast\(null as integer\)\)$/,
    how: 'the same of a pattern that finds nothing in a text that is written out',
  },
  {
    cases:
      /^(?:array_sort\(cast\(null as array|(?:map_filter|transform_values|transform_keys)\(cast\(null as map|split_to_map\(cast\(null)/,
    how: 'the same of an array and of a map that are NULL whatever is read',
  },
  { cases: /^(?:0\.0|1\.5|-2\.50) \/ (?!0$)/, how: 'a double, where Trino rounds a decimal' },
  { cases: /^sqrt\(-0\.5e0\)$/, how: 'the root of a negative number is refused, and not NaN' },
  { cases: /^from_unixtime\(nan\(\)\)$/, how: 'NaN is no time, and not the beginning of 1970' },
  {
    cases: /cast\(null as .*'Nowhere\/Land'|^format_datetime\(cast\(null as timestamp\), .* Z'\)$/,
    how: 'a zone or a pattern that is wrong is refused before the first record is read, NULL or not',
  },
  {
    cases: /^json_\w+\(cast\(null as varchar\), '(?:a|\$\.|\$\.a\[\*\])'\)$/,
    how: 'the same of a JSON path',
  },
  {
    cases: /^regexp_extract\(cast\(null as varchar\), .* 3\)$/,
    how: 'the same of a group that the pattern does not have',
  },
  {
    cases:
      /^(?:greatest|coalesce)\((?:timestamp '.*(?:Berlin|\+05:30)'|at_timezone|with_timezone|from_unixtime\(1767225600\) at|from_iso8601_timestamp).*, from_unixtime\(0\)\)$/,
    how: 'times of several zones in one column are refused by name',
  },
  { cases: /^map_concat\(map/, how: 'the order of keys' },
  {
    cases:
      /^try_cast\((?:''|'abc'|'a:b:c'|'äö😀'|' x '|cast\(null as varchar\)) as ipaddress\)$|^cast\(cast\(null as varchar\) as ipaddress\)$/,
    how: 'an address is shown as a text',
  },
];
