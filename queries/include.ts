import { QueryError } from './query-error';

const INCLUDE = /^-- include ([a-z][a-z0-9-]*)\n/gm;

/**
 * Puts fragments in place of the lines `-- include <name>`, so that what several questions share is written once and
 * each question still goes out whole. A fragment includes nothing itself.
 *
 * @throws QueryError for a fragment that is not there
 */
export function includeFragments(
  id: string,
  sql: string,
  fragmentOf: (name: string) => string | undefined,
): string {
  return sql.replaceAll(INCLUDE, (_line, name: string) => {
    const fragment = fragmentOf(name);
    if (fragment === undefined) {
      throw new QueryError(`${id} includes ${name}; expected queries/fragments/${name}.sql`);
    }
    return fragment;
  });
}
