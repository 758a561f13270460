import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../../../trino/compare/read-trino-answer';

/** What may stand at the places of a template: values at which functions of different engines part. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  text: ['cast(null as varchar)', "''", "'abc'", "'a:b:c'", "'äö😀'", "' x '"],
  part: ['cast(null as varchar)', "''", "'b'", "':'"],
  whole: ['cast(null as integer)', '0', '1', '-1', '2', '-5', '99'],
  place: ['0', '1', '-1', '3', 'cast(null as integer)'],
  number: ['cast(null as double)', '0e0', '-0.5e0', '2.5e0', '1e300', 'nan()', 'infinity()'],
  decimal: ['0.0', '1.5', '-2.50'],
  numeral: [
    "'7'",
    "' 7 '",
    "'+7'",
    "'-0'",
    "''",
    "'2.5'",
    "'1e3'",
    "'x'",
    "'99999999999'",
    "'NaN'",
    "'Infinity'",
    "'inf'",
    'cast(null as varchar)',
  ],
  truth: ["'t'", "'TRUE'", "'1'", "'f'", "'0'", "'yes'", "''", 'cast(null as varchar)'],
  day: ['cast(null as date)', "date '2024-02-29'", "date '1969-12-31'", "date '2026-11-02'"],
  time: ['cast(null as timestamp)', "timestamp '2026-03-29 02:30:00'", "timestamp '1969-12-31 23:59:59.999'"],
  instant: [
    'cast(null as timestamp with time zone)',
    'from_unixtime(0)',
    'from_unixtime(1793607300.5)',
    "timestamp '2026-03-29 01:30:00 Europe/Berlin'",
    "at_timezone(from_unixtime(1793607300), 'America/New_York')",
    "with_timezone(timestamp '2026-10-25 12:30:00', 'Asia/Kolkata')",
    "timestamp '2026-01-01 00:00:00 +05:30'",
    "from_unixtime(1767225600) at time zone 'Europe/Berlin'",
    "from_iso8601_timestamp('2026-06-30T23:30:00-08:00')",
  ],
  written: [
    "'2026-01-02'",
    "' 2026-1-2 '",
    "'2026-01-02 10:00'",
    "'2026-01-02 10:00:00.123456'",
    "'2026-01-02T10:00:00'",
    "'2026-01-02 10:00:00 UTC'",
    "'2026-01-02 10:00:00 Europe/Berlin'",
    "'2026-02-30'",
    "'nonsense'",
    'cast(null as varchar)',
  ],
  list: [
    'cast(null as array(integer))',
    'cast(array[] as array(integer))',
    'array[1]',
    'array[1, null, 2]',
    'array[3, 1, 2, 1]',
  ],
  map: [
    'cast(null as map(varchar, integer))',
    "map(array['a', 'b'], array[1, 2])",
    "map(array['a'], array[cast(null as integer)])",
  ],
  json: [
    'cast(null as varchar)',
    "''",
    "'{'",
    `'{"a":null}'`,
    `'{"a":{"b":[1,"x"]},"c d":true}'`,
    "'[1,2]'",
    "'5'",
    `'"x"'`,
  ],
  path: ["'$'", "'$.a'", "'$.a.b[1]'", `'$["c d"]'`, "'$[0]'", "'a'", "'$.'", "'$.a[*]'"],
  unit: ["'second'", "'minute'", "'hour'", "'day'", "'week'", "'month'", "'quarter'", "'year'"],
  zone: ["'UTC'", "'Europe/Berlin'", "'+05:30'", "'Nowhere/Land'"],
  address: [
    "cast('10.1.2.3' as ipaddress)",
    "cast('2001:db8::1' as ipaddress)",
    "try_cast('-' as ipaddress)",
    'cast(null as ipaddress)',
  ],
  network: [
    "'10.0.0.0/8'",
    "'10.0.0.1/8'",
    "'0.0.0.0/0'",
    "'10.0.0.0/33'",
    "'10.0.0.0'",
    "'2001:db8::/32'",
    "'nonsense'",
    'cast(null as varchar)',
  ],
};

/** At most so many cases of one template: of more, every so many-th is taken. */
const MOST_CASES = 24;

function casesOf(template: string): readonly string[] {
  let cases: readonly string[] = [template];
  for (const [whole = '', name = ''] of template.matchAll(/\{(\w+)\}/g)) {
    cases = cases.flatMap((text) => (VALUES[name] ?? []).map((value) => text.replace(whole, () => value)));
  }
  const stride = Math.ceil(cases.length / MOST_CASES);
  // A stride that shares a factor with the number of values would leave some of them out.
  return cases.filter((_, at) => (at + Math.floor(at / stride)) % stride === 0).slice(0, MOST_CASES);
}

const FOLDER = __dirname;

/** Expressions with values at their edges, generated from the templates of `edges.txt`. */
export const EDGES: readonly string[] = [
  ...new Set(
    readFileSync(path.join(FOLDER, 'edges.txt'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .flatMap(casesOf),
  ),
];

export const edgeSql = (text: string) => `select ${text} as v`;

/** What Trino answered, or the name of the error with which it refused. */
export type EdgeAnswer = Answer | { readonly error: string };

export const EDGE_ANSWERS_FILE = path.join(FOLDER, 'edge-answers.json');

export function readEdgeAnswers(): ReadonlyMap<string, EdgeAnswer> {
  return new Map(
    Object.entries(JSON.parse(readFileSync(EDGE_ANSWERS_FILE, 'utf8')) as Record<string, EdgeAnswer>),
  );
}
