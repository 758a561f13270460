import { queryCatalogue } from '../../../queries/catalogue';
import type { Query } from '../../../queries/query';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';
import type { NamedQuery } from '../aws/tables';
import type { Check, Subject } from '../check';
import { redeploy } from '../commands';
import { describeDifference } from '../first-difference';
import { looking, problem, some, type Trouble } from '../trouble';

/** Are the questions that people find in Athena's console those of the catalogue? */
export const savedQueries: Check = {
  id: 'saved-queries',
  async look(subject, account) {
    const { workgroup } = subject.deployment.audit;
    let seen = '';
    const troubles = await looking(`the saved queries of ${workgroup}`, async () => {
      const saved = await account.tables.savedQueries(workgroup);
      if (saved === undefined) {
        return [problem(`there is no workgroup ${workgroup}`, redeploy(subject, 'AuditStack'))];
      }
      const wanted = queryCatalogue();
      const own = saved.filter(({ Name }) => wanted.some(({ id }) => id === Name));
      seen = own.length === 0 ? 'none saved' : `${own.length} in ${workgroup}, byte for byte`;
      return own.length === 0 ? [] : compare(subject, wanted, own);
    });
    return { seen, troubles };
  },
};

function compare(subject: Subject, wanted: readonly Query[], saved: readonly NamedQuery[]) {
  const byName = new Map(saved.map((query) => [query.Name, query]));
  const missing = wanted.filter(({ id }) => !byName.has(id)).map(({ id }) => id);
  const { database, sshPorts, trustedCidrs, insideCidrs } = subject.deployment.audit;
  const { deployRoles, homeRegions } = subject.deployment.catalogue;
  const settings = {
    ...(sshPorts !== undefined && { sshPorts }),
    ...(trustedCidrs !== undefined && { trustedCidrs }),
    ...(insideCidrs !== undefined && { insideCidrs }),
    thresholds: subject.thresholds,
    deployRoles,
    homeRegions,
  };
  const troubles = wanted.flatMap((query): readonly Trouble[] => {
    const own = byName.get(query.id);
    if (own === undefined) return [];
    const difference = differenceOf(query, questionValues(query, settings), own.QueryString ?? '');
    const told = [
      ...(difference === undefined ? [] : [`its text was changed: ${difference}`]),
      ...(own.Database === database ? [] : [`it asks the database ${own.Database}, not ${database}`]),
    ];
    return told.map((what) =>
      problem(`the saved query ${query.id}: ${what}`, redeploy(subject, 'AuditStack')),
    );
  });
  if (missing.length === 0) return troubles;
  return [
    problem(
      `${missing.length} of ${wanted.length} questions are not saved: ${some(missing)}`,
      redeploy(subject, 'AuditStack'),
    ),
    ...troubles,
  ];
}

/** A saved query asks the engine for its own time; the prefixes of flow logs have two layouts. */
function differenceOf(
  query: Query,
  values: Readonly<Record<string, string>>,
  text: string,
): string | undefined {
  if (text === renderQuery(query, { values, layout: 'hive-compatible' })) return undefined;
  return describeDifference(text, renderQuery(query, { values }));
}
