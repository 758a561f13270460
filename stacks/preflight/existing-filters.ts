import { filterQuotaProblems, type LogGroupFilters } from '../../analysis/filter-pattern';

type FilterOfGroup = LogGroupFilters['metricFilters'][number];

/** What a log group that exists has already. */
export interface ExistingFilters extends LogGroupFilters {
  readonly logGroup: string;
  readonly subscriptionFilters: readonly FilterOfGroup[];
}

/**
 * What CloudWatch Logs would refuse in the middle of a deploy, if our filters came beside those that are there: a
 * sentence each. Filters of an earlier deploy are replaced and count once; what is too much already is not ours to say.
 *
 * @param isOurs by the name of a filter
 */
export function preflightProblems(
  { metricFilters, subscriptionFilters, logGroup }: ExistingFilters,
  ours: readonly FilterOfGroup[],
  isOurs: (filterName: string) => boolean,
): readonly string[] {
  const foreign = {
    metricFilters: metricFilters.filter(({ id }) => !isOurs(id)),
    subscriptionFilters: subscriptionFilters.filter(({ id }) => !isOurs(id)),
  };
  const before = filterQuotaProblems(foreign);
  return filterQuotaProblems({ ...foreign, metricFilters: [...foreign.metricFilters, ...ours] })
    .filter((problem) => !before.includes(problem))
    .map((problem) => `${logGroup}: ${problem}`);
}
