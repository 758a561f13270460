import { type Macro, macro, unless } from './macro';

/** Division by zero is refused of whole numbers and decimals, and gives what IEEE 754 says of doubles. */
const isFloating = (x: string) => `typeof(${x}) IN ('DOUBLE', 'FLOAT')`;

/** A division of doubles by zero, for which DuckDB would give NULL; of the type that the division has. */
const byZero =
  "cast_to_type(CASE WHEN a = 0 OR isnan(cast(a AS DOUBLE)) THEN cast('NaN' AS DOUBLE) WHEN a > 0 THEN cast('Infinity' AS DOUBLE) WHEN a < 0 THEN cast('-Infinity' AS DOUBLE) END, a / b)";

export const NUMBER_MACROS: readonly Macro[] = [
  macro(
    'mod',
    `(a, b) AS ${unless(`b = 0 AND NOT (${isFloating('a')} OR ${isFloating('b')})`, "'Division by zero'", 'a % b', ['a', 'b'])}`,
  ),
  macro('bitwise_xor', '(a, b) AS xor(cast(a AS BIGINT), cast(b AS BIGINT))'),
  macro('bitwise_not', '(a) AS ~cast(a AS BIGINT)'),
  macro('bitwise_left_shift', '(a, b) AS a << b'),
  macro('bitwise_right_shift', '(a, b) AS a >> b'),
  macro('bitwise_and', '(a, b) AS cast(a AS BIGINT) & cast(b AS BIGINT)'),
  macro('bitwise_or', '(a, b) AS cast(a AS BIGINT) | cast(b AS BIGINT)'),
  macro(
    'to_base',
    "(n, base) AS CASE WHEN n < 0 THEN '-' || lower(to_base(-n, base)) ELSE lower(to_base(n, base)) END",
  ),
  macro('nan', "() AS cast('NaN' AS DOUBLE)"),
  macro('infinity', "() AS cast('Infinity' AS DOUBLE)"),
  macro('is_nan', '(x) AS isnan(cast(x AS DOUBLE))'),
  macro('is_finite', '(x) AS isfinite(cast(x AS DOUBLE))'),
  macro('is_infinite', '(x) AS isinf(cast(x AS DOUBLE))'),
  macro('e', '() AS exp(1)'),
  macro('truncate', '(x) AS trunc(x)'),
  macro('sign', '(x) AS sign(x)'),
];

export const OWN_NUMBER_MACROS: readonly Macro[] = [
  macro(
    'divide',
    `(a, b) AS CASE WHEN b = 0 AND (${isFloating('a')} OR ${isFloating('b')}) THEN ${byZero}
       ELSE ${unless('b = 0', "'Division by zero'", 'a / b', ['a', 'b'])} END`,
  ),
  macro(
    'remainder',
    `(a, b) AS ${unless(`b = 0 AND NOT (${isFloating('a')} OR ${isFloating('b')})`, "'Division by zero'", 'a % b', ['a', 'b'])}`,
  ),
];
