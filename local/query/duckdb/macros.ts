import { CAST_MACROS } from './macros/casts';
import { JSON_MACROS } from './macros/json';
import { LIST_MACROS, OWN_LIST_MACROS } from './macros/lists';
import { NUMBER_MACROS, OWN_NUMBER_MACROS } from './macros/numbers';
import { OWN_TEXT_MACROS, TEXT_MACROS } from './macros/texts';
import { OWN_TIME_MACROS, TIME_MACROS } from './macros/times';

const MACROS = [...JSON_MACROS, ...TIME_MACROS, ...TEXT_MACROS, ...NUMBER_MACROS, ...LIST_MACROS];

/** What rewritten calls are written with; Athena has no functions of these names. */
const OWN = [
  ...CAST_MACROS,
  ...OWN_TIME_MACROS,
  ...OWN_TEXT_MACROS,
  ...OWN_NUMBER_MACROS,
  ...OWN_LIST_MACROS,
];

/** The functions of Athena that are written `athena_…`, so that the macros and not DuckDB give their meaning. */
export const MACRO_NAMES: readonly string[] = MACROS.map(({ name }) => name);

/** The statement that teaches DuckDB a function, by the name that rewritten calls have for it. */
const STATEMENTS: ReadonlyMap<string, string> = new Map(
  [...OWN, ...MACROS].map(({ name, definitions }) => [
    `athena_${name}`,
    `CREATE OR REPLACE TEMP MACRO athena_${name}${definitions.join(', ')}`,
  ]),
);

/**
 * The statements for the functions that a text calls and that are not among those `taught`, what they call themselves
 * first; their names are added.
 */
export function macrosFor(sql: string, taught: Set<string>): readonly string[] {
  return [...sql.matchAll(/\bathena_\w+/gi)].flatMap(([written]) => {
    const name = written.toLowerCase();
    const statement = STATEMENTS.get(name);
    if (statement === undefined || taught.has(name)) return [];
    taught.add(name);
    return [...macrosFor(statement, taught), statement];
  });
}
