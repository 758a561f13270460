import { QueryError } from './query-error';

const INCLUDE = /^-- include ([a-z][a-z0-9-]*)(?: since ([a-z][a-z0-9_]*))?\n/gm;

/** What may follow the last of the steps before the question itself. */
const IS_QUESTION = /^\s*(?:--(?! include )[^\n]*\n\s*)*(?:select|values)\b/;

/**
 * Puts fragments in place of the lines `-- include <name>`, so that what several questions share is written once and
 * each question still goes out whole. A fragment is one or more steps of a WITH, without a comma behind the last; it
 * includes nothing itself. `-- include flows since before` begins its window at the parameter `before`.
 *
 * @throws QueryError for a fragment that is not there
 */
export function includeFragments(
  id: string,
  sql: string,
  fragmentOf: (name: string) => string | undefined,
): string {
  return sql.replaceAll(INCLUDE, (line, name: string, since: string | undefined, offset: number) => {
    const fragment = fragmentOf(name);
    if (fragment === undefined) {
      throw new QueryError(`${id} includes ${name}; expected queries/fragments/${name}.sql`);
    }
    const steps = since === undefined ? fragment : fragment.replaceAll(':since_', `:${since}_`);
    const rest = sql.slice(offset + line.length);
    return `${steps.trimEnd()}${IS_QUESTION.test(rest) ? '' : ','}\n`;
  });
}
