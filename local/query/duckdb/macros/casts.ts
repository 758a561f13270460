import { type Macro, macro, unless } from './macro';

/** What Java reads as a number with a point. */
const DECIMAL = String.raw`^\s*[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)\s*$`;
const WHOLE = String.raw`^\s*[+-]?\d+\s*$`;
const DATE = String.raw`^\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}\s*$`;
const CLOCK = String.raw`^\s*(\d{4,}-\d{1,2}-\d{1,2}( \d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?)?)`;
const TIME = String.raw`${CLOCK}(\s*([A-Za-z][\w/+-]*|[+-]\d\d:?\d\d))?\s*$`;
const TIME_IN_UTC = String.raw`${CLOCK}(\s*(UTC|Z|\+00:?00))?\s*$`;

const asText = 'cast(x AS VARCHAR)';
const isText = "typeof(x) = 'VARCHAR'";
const matches = (pattern: string) => `regexp_matches(${asText}, '${pattern}')`;

/** A cast that refuses, and one that gives NULL instead. */
function casts(name: string, type: string, isWrong: string, value: string): readonly Macro[] {
  const reason = `'Cannot cast ''' || ${asText} || ''' to ${type}'`;
  return [
    macro(`to_${name}`, `(x) AS ${unless(isWrong, reason, value)}`),
    macro(`try_to_${name}`, `(x) AS CASE WHEN ${isWrong} THEN NULL ELSE TRY(${value}) END`),
  ];
}

/** Texts have to be whole numbers, and halves are rounded away from zero; DuckDB rounds texts, and halves to even. */
const whole = (type: string) =>
  casts(
    type.toLowerCase(),
    type === 'INTEGER' ? 'INT' : type,
    `${isText} AND NOT ${matches(WHOLE)}`,
    `CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN cast(round(TRY_CAST(${asText} AS DOUBLE)) AS ${type}) ELSE cast(x AS ${type}) END`,
  );

const floating = (name: string, type: string) =>
  casts(name, name.toUpperCase(), `${isText} AND NOT ${matches(DECIMAL)}`, `cast(x AS ${type})`);

/** Texts of a type without the zone that may stand behind them. */
const clockOf = (type: string) =>
  `CASE WHEN ${isText} THEN cast(regexp_extract(${asText}, '${CLOCK}', 1) AS ${type}) ELSE cast(x AS ${type}) END`;

const asJson = `TRY_CAST(${asText} AS JSON)`;
/** Of a JSON value its text; objects and arrays have none. */
const jsonText = unless(
  `json_type(${asJson}) IN ('ARRAY', 'OBJECT')`,
  `'Cannot cast ' || ${asText} || ' to varchar'`,
  `json_extract_string(${asJson}, '$')`,
);

export const CAST_MACROS: readonly Macro[] = [
  ...['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'].flatMap(whole),
  ...floating('double', 'DOUBLE'),
  ...floating('real', 'FLOAT'),
  ...casts(
    'boolean',
    'BOOLEAN',
    `${isText} AND lower(${asText}) NOT IN ('t', 'true', '1', 'f', 'false', '0')`,
    'cast(x AS BOOLEAN)',
  ),
  ...casts('date', 'date', `${isText} AND NOT ${matches(DATE)}`, 'cast(x AS DATE)'),
  // Athena keeps milliseconds.
  ...casts(
    'timestamp',
    'timestamp',
    `${isText} AND NOT ${matches(TIME)}`,
    `date_trunc('millisecond', ${clockOf('TIMESTAMP')})`,
  ),
  macro(
    'to_instant',
    `(x) AS ${unless(
      `${isText} AND NOT ${matches(TIME_IN_UTC)}`,
      `CASE WHEN ${matches(TIME)} THEN 'the zone of ''' || ${asText} || ''' is not known here, only UTC' ELSE 'Value cannot be cast to timestamp: ' || ${asText} END`,
      clockOf('TIMESTAMPTZ'),
    )}`,
  ),
  macro(
    'try_to_instant',
    `(x) AS CASE WHEN ${isText} AND NOT ${matches(TIME)} THEN NULL ELSE ${unless(
      `${isText} AND NOT ${matches(TIME_IN_UTC)}`,
      `'the zone of ''' || ${asText} || ''' is not known here, only UTC'`,
      clockOf('TIMESTAMPTZ'),
    )} END`,
  ),
  macro(
    'varchar',
    // Which type it is shows when the question is planned, and the other branches go.
    `(x) AS CASE typeof(x)
       WHEN 'JSON' THEN ${jsonText}
       WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(cast(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
       WHEN 'DOUBLE' THEN athena_double_text(cast(x AS VARCHAR))
       ELSE cast(x AS VARCHAR) END`,
  ),
  macro('try_varchar', '(x) AS TRY(athena_varchar(x))'),
];
