import { type Macro, macro, unless } from './macro';

export const TEXT_MACROS: readonly Macro[] = [
  macro(
    'substr',
    "(s, i) AS CASE WHEN s IS NULL OR i IS NULL THEN NULL WHEN i = 0 OR -i > length(s) THEN '' ELSE substr(s, i) END",
    "(s, i, n) AS CASE WHEN s IS NULL OR i IS NULL OR n IS NULL THEN NULL WHEN i = 0 OR -i > length(s) OR n <= 0 THEN '' ELSE substr(s, i, n) END",
  ),
  macro(
    'strpos',
    '(s, t) AS strpos(s, t)',
    '(s, t, n) AS cast(athena_strpos_of(s, t, cast(n AS VARCHAR)) AS BIGINT)',
  ),
  macro(
    'split',
    `(s, d) AS ${unless("d = ''", "'The delimiter may not be the empty string'", 'string_split(s, d)', ['s', 'd'])}`,
    `(s, d, n) AS ${unless(
      "d = '' OR n <= 0",
      "CASE WHEN n <= 0 THEN 'Limit must be positive' ELSE 'The delimiter may not be the empty string' END",
      `list_concat(string_split(s, d)[1:n - 1],
       list_filter([array_to_string(string_split(s, d)[n:], d)], lambda rest: len(string_split(s, d)) >= n))`,
      ['s', 'd', 'n'],
    )}`,
  ),
  macro(
    'split_part',
    `(s, d, i) AS ${unless('i <= 0', "'Index must be greater than zero'", "CASE WHEN d = '' THEN CASE WHEN i <= length(s) THEN substr(s, i, 1) END WHEN i <= len(string_split(s, d)) THEN split_part(s, d, i) END", ['s', 'd', 'i'])}`,
  ),
  macro(
    'chr',
    `(n) AS ${unless('n < 0', "'Not a valid Unicode code point: ' || n", 'chr(cast(n AS INTEGER))')}`,
  ),
  macro('codepoint', `(s) AS ${unless('length(s) <> 1', "'codepoint takes one character'", 'unicode(s)')}`),
  macro(
    'lpad',
    `(s, n, p) AS ${unless("n < 0 OR p = ''", "'Target length must be in the range [0..2147483647] and the padding not empty'", 'lpad(s, cast(n AS INTEGER), p)', ['s', 'n', 'p'])}`,
  ),
  macro(
    'rpad',
    `(s, n, p) AS ${unless("n < 0 OR p = ''", "'Target length must be in the range [0..2147483647] and the padding not empty'", 'rpad(s, cast(n AS INTEGER), p)', ['s', 'n', 'p'])}`,
  ),
  macro(
    'replace',
    "(s, t) AS replace(s, t, '')",
    "(s, t, u) AS CASE WHEN t = '' THEN u || regexp_replace(s, '(.)', '\\1' || replace(u, '\\', '\\\\'), 'g') ELSE replace(s, t, u) END",
  ),
  macro('to_hex', '(b) AS hex(b)'),
  macro('from_hex', '(s) AS unhex(s)'),
  macro('to_base64', '(b) AS to_base64(b)'),
  macro('from_base64', '(s) AS from_base64(s)'),
  macro('md5', '(b) AS unhex(md5(b))'),
  macro('sha1', '(b) AS unhex(sha1(b))'),
  macro('sha256', '(b) AS unhex(sha256(b))'),
  macro('url_encode', "(s) AS replace(replace(replace(url_encode(s), '%20', '+'), '%2A', '*'), '~', '%7E')"),
  macro('url_decode', "(s) AS url_decode(replace(s, '+', '%20'))"),
  macro('levenshtein_distance', '(a, b) AS cast(athena_levenshtein(a, b) AS BIGINT)'),
  macro('concat_ws', ...[2, 3, 4, 5, 6, 7].map(joined)),
  macro('regexp_count', '(s, p) AS len(regexp_extract_all(s, p))'),
  macro('regexp_split', '(s, p) AS string_split_regex(s, p)'),
  macro(
    'regexp_extract_all',
    '(s, p) AS regexp_extract_all(s, p)',
    '(s, p, g) AS regexp_extract_all(s, p, cast(g AS INTEGER))',
  ),
  macro(
    'regexp_replace',
    "(s, p) AS regexp_replace(s, p, '', 'g')",
    '(s, p, r) AS athena_regexp_replaced(s, p, r)',
  ),
  macro(
    'regexp_position',
    `(s, p) AS cast(CASE WHEN regexp_matches(s, p)
       THEN length(regexp_extract(s, '(?s)^(.*?)(?:' || p || ')', 1)) + 1 ELSE -1 END AS INTEGER)`,
  ),
  macro(
    'regexp_extract',
    '(s, p) AS nullif(regexp_extract_all(s, p), [])[1]',
    '(s, p, g) AS nullif(regexp_extract_all(s, p, g), [])[1]',
  ),
];

function joined(count: number): string {
  const names = 'abcdefg'.slice(0, count - 1).split('');
  return `(d, ${names.map((name) => `x${name}`).join(', ')}) AS CASE WHEN d IS NOT NULL THEN concat_ws(d, ${names.map((name) => `x${name}`).join(', ')}) END`;
}

export const OWN_TEXT_MACROS: readonly Macro[] = [
  /** Java writes groups as `$1`, and any character after a backslash as itself. */
  macro(
    'regexp_replaced',
    String.raw`(s, p, r) AS regexp_replace(s, p, regexp_replace(replace(regexp_replace(r, '\\([^$])', '\1', 'g'), '\', '\\'), '\$(\d)', '\\\1', 'g'), 'g')`,
  ),
];
