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

/** The statements that teach a fresh DuckDB Athena's functions. */
export const MACRO_STATEMENTS: readonly string[] = [...OWN, ...MACROS].map(
  ({ name, definitions }) => `CREATE OR REPLACE TEMP MACRO athena_${name}${definitions.join(', ')}`,
);
