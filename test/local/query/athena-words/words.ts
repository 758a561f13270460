import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../../../trino/compare/read-trino-answer';

/** Something that can be written in Athena's SQL, and the question that asks for it alone. */
export interface Wording {
  readonly text: string;
  readonly sql: string;
}

const ROWS = "(values (1, 'a', 1.5e0), (2, 'b', 2.5e0), (3, 'a', null)) as t (x, s, d)";

const linesOf = (name: string) =>
  readFileSync(path.join(__dirname, `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

/** Expressions, aggregates over three rows, and statements, a line each: what auditors write beside saved questions. */
export const WORDINGS: readonly Wording[] = [
  ...linesOf('expressions').map((text) => ({ text, sql: `select ${text} as v` })),
  ...linesOf('aggregates').map((text) => ({ text, sql: `select ${text} as v from ${ROWS}` })),
  ...linesOf('statements').map((text) => ({ text, sql: text })),
];

/** What Trino answered; `npm run evidence:engines` takes it over from a run of the Trino suite. */
export const ANSWERS_FILE = path.join(__dirname, 'answers.json');

export function readAnswers(): ReadonlyMap<string, Answer> {
  return new Map(Object.entries(JSON.parse(readFileSync(ANSWERS_FILE, 'utf8')) as Record<string, Answer>));
}

/** Wordings that both engines answer, and not alike. Nothing else may differ without being refused. */
export const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ["upper('straße')", 'DuckDB knows the capital ẞ'],
  ["date '2026-11-02' - date '2026-11-01'", 'days instead of an interval'],
  ["timestamp '2026-11-02 08:15:00' - timestamp '2026-11-01 08:15:00'", 'the interval is written otherwise'],
  ["sequence(date '2026-11-01', date '2026-11-03', interval '1' day)", 'timestamps at midnight'],
  ['10 / 4.0', 'a double, where Trino rounds a decimal'],
  ['sum(x) * 1.0 / count(*)', 'a double, where Trino rounds a decimal'],
  ['round(100.0 * count_if(x > 1) / count(*), 1)', 'a double, where Trino rounds a decimal'],
  ['sign(-5)', 'a tinyint'],
  ["map_concat(map(array['a'], array[1]), map(array['b'], array[2]))", 'the order of keys'],
  [`json_extract_scalar('{"a":1.50}', '$.a')`, 'a number is written anew'],
  [`json_format(json_parse('{"b": 1, "a": [true, null]}'))`, 'Trino sorts members by name'],
  [`json_extract_scalar('{"a":"b"', '$.a')`, 'no JSON, of which Trino reads as far as it needs'],
  [
    "select t.x, t.n from (values (array['a','b'])) as v (a) cross join unnest(v.a) with ordinality as t (x, n)",
    'the order of rows that nobody asked for',
  ],
]);

/** Wordings that Trino answers and the local engine refuses, with a sentence. */
export const REFUSED: ReadonlySet<string> = new Set([
  'typeof(1)',
  "typeof('a')",
  "from_base('ff', 16)",
  'bit_count(7, 64)',
  'array_sort(array[3, 1, 2], (x, y) -> if(x < y, 1, if(x = y, 0, -1)))',
  'human_readable_seconds(3661)',
  'format_number(123456)',
  "parse_duration('2m')",
  'checksum(1) is null',
]);
