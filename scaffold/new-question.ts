import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { TO_BE_WRITTEN } from '../detections/detection-problems';
import { nearNames } from '../detections/near-names';
import { QUERY_GROUPS, queryCatalogue } from '../queries/catalogue';
import { ScaffoldError } from './scaffold-error';

/**
 * Writes a question's file.
 *
 * @param root of the checkout
 * @throws ScaffoldError for an id that is taken or malformed, or a group that is not there
 */
export function newQuestion(
  root: string,
  id: string,
  group: string | undefined,
): { readonly files: readonly string[]; readonly left: readonly string[] } {
  if (!/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)) {
    throw new ScaffoldError(`${id} should be words in kebab case, such as ecs-exec-sessions`);
  }
  if (queryCatalogue().some((query) => query.id === id)) {
    throw new ScaffoldError(
      `there is a question named ${id}; \`harborwatch query ${id} --explain\` shows it`,
    );
  }
  if (!QUERY_GROUPS.some((known) => known === group)) {
    const near = nearNames(group ?? '', QUERY_GROUPS)[0];
    throw new ScaffoldError(
      `name the group: npm run new question ${id} ${near ?? '<group>'}; there are ${QUERY_GROUPS.join(', ')}`,
    );
  }
  const file = `queries/${group}/${id}.sql`;
  writeFileSync(path.join(root, file), questionText(id, []));
  return {
    files: [file],
    left: [
      `${file}: the question, when to ask it, its columns and conditions`,
      `try it: npx harborwatch query ${file} --on local <folder>`,
      'then: npm run format && npm run docs && npm run check',
    ],
  };
}

/** A question over the records of a window, as all of them begin. */
export function questionText(id: string, serves: readonly string[]): string {
  return `-- ${TO_BE_WRITTEN}: which question does ${id} answer?
-- when: ${TO_BE_WRITTEN}
-- attack:
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
${serves.length === 0 ? '' : `-- serves: ${serves.join(', ')}\n`}select
    from_iso8601_timestamp(eventtime) as happened_at,
    coalesce(useridentity.arn, useridentity.invokedby, 'unknown') as who,
    eventname,
    sourceipaddress,
    errorcode,
    eventid
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and eventsource = '<service>.amazonaws.com'
    and eventname = '<Call>'
order by happened_at, eventid
limit 500
`;
}
