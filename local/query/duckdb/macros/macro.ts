/** What an Athena function means in DuckDB. */
export interface Macro {
  readonly name: string;
  /**
   * One definition for each number of arguments: `(a, b) AS …`. None for types: DuckDB does not know the type of an
   * aggregate when it chooses.
   */
  readonly definitions: readonly string[];
}

export const macro = (name: string, ...definitions: string[]): Macro => ({ name, definitions });

/** What stands before the reasons for which these macros refuse; whoever shows an error takes it off. */
export const REFUSED = 'athena: ';

/**
 * A value, or an error where a condition holds; a NULL among the arguments comes before both. DuckDB's own `error()` may
 * not stand inside of TRY, a cast that fails may.
 *
 * @param reason SQL of a text
 * @param args names whose NULL makes the whole NULL
 */
export const unless = (condition: string, reason: string, value: string, args: readonly string[] = []) =>
  `CASE ${args.map((name) => `WHEN ${name} IS NULL THEN NULL `).join('')}WHEN CASE WHEN ${condition} THEN CAST('${REFUSED}' || ${reason} AS BOOLEAN) ELSE false END THEN NULL ELSE ${value} END`;

/**
 * A date or a time as one without zone. The session's zone is UTC, yet DuckDB asks its calendar of zones about every
 * TIMESTAMPTZ, which takes several times as long (docs/measurements.md).
 */
export const inUtc = (instant: string) => `make_timestamp(epoch_us(${instant}))`;
