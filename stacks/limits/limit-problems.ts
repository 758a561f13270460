import { filterQuotaProblems } from '../../analysis/filter-pattern';
import { LIMITS, type Limit, type Limits } from './limits';
import { type Template, textOf } from './template';

/** The settings make something larger than AWS takes. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

/**
 * What of a template AWS would refuse half-way through a deploy: a sentence each.
 *
 * @param stack as its template is called, for the sentences
 */
export function limitProblems(
  stack: string,
  template: Template,
  { ofTemplates, ofResources: limits }: Limits = LIMITS,
): readonly string[] {
  const ofTemplate = ofTemplates.flatMap((limit) => over(stack, limit, limit.measure(template)));
  const ofResources = Object.entries(template.Resources ?? {}).flatMap(([id, { Type, Properties = {} }]) =>
    limits
      .filter(({ type }) => type === Type)
      .flatMap((limit) => over(`${stack}: ${Type} ${id}`, limit, limit.measure(Properties))),
  );
  return [...ofTemplate, ...ofResources, ...ofLogGroups(stack, template)];
}

/** @throws LimitError with a sentence for each limit that is passed */
export function refuseLimits(
  templates: readonly { readonly id: string; readonly template: Template }[],
): void {
  const problems = templates.flatMap(({ id, template }) => limitProblems(id, template));
  if (problems.length > 0) {
    throw new LimitError(
      [...problems, 'name fewer or shorter things in the settings that these come from'].join('\n'),
    );
  }
}

function over(where: string, { what, most }: Limit, measured: number): readonly string[] {
  return measured > most ? [`${where} has ${measured} ${what}; AWS takes ${most}`] : [];
}

/** Filters are counted by their group. */
function ofLogGroups(stack: string, { Resources = {} }: Template): readonly string[] {
  const filters = Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) =>
    /^AWS::Logs::(?:Metric|Subscription)Filter$/.test(Type)
      ? [
          {
            id,
            isMetric: Type === 'AWS::Logs::MetricFilter',
            group: JSON.stringify(Properties['LogGroupName']),
            pattern: textOf(Properties['FilterPattern'] ?? ''),
          },
        ]
      : [],
  );
  return [...new Set(filters.map(({ group }) => group))].flatMap((group) => {
    const own = filters.filter((filter) => filter.group === group);
    return filterQuotaProblems({
      metricFilters: own.filter(({ isMetric }) => isMetric),
      subscriptionFilters: own.filter(({ isMetric }) => !isMetric),
    }).map((problem) => `${stack}: ${group}: ${problem}`);
  });
}
