import type { Query } from '../../../queries/query';
import { renderQuery } from '../../../queries/render-query';
import type { Dataset } from '../lake/dataset';
import type { Proof } from '../proof';
import { oneHourOf, tablesOf } from '../pruning/one-hour';

/** One way of asking every question that it concerns. */
export interface Run {
  readonly title: string;
  readonly dataset: Dataset;
  /** Given to every question; none, and the text asks the engine for its own time. */
  readonly values: Readonly<Record<string, string>>;
  /** Questions that read none of these tables are not asked. */
  readonly tables: readonly string[];
  /**
   * Whether DuckDB reads everything once into tables of its own, as the audit of a replay does, or opens for each
   * question the files that it needs, as `query` does.
   */
  readonly isLoaded: boolean;
}

const ALL = ['cloudtrail_logs', 'vpc_flow_logs', 'container_logs'];

/** Two runs over the same lake, whose bytes read are compared. */
export const WHOLE_LAKE = 'scenarios on consecutive days, the whole time';
export const ONE_HOUR = 'scenarios on consecutive days, one hour of an incident';

export const HIVE_PREFIXES = 'Hive-compatible prefixes';
export const RECORDED = 'recorded logs';

/** Where and how every question is asked of both engines. */
export function planRuns(proof: Proof): readonly Run[] {
  const { incidents, examples, yesterday, hiveCompatible, recorded, recordedDefaultFormat } = proof;
  const over = (title: string, dataset: Dataset, tables: readonly string[] = ALL): Run => {
    const { since, until } = dataset;
    return { title, dataset, values: { since, until }, tables, isLoaded: false };
  };
  return [
    { ...over('an incident of yesterday, default parameters', yesterday), values: {} },
    { ...over(WHOLE_LAKE, incidents), isLoaded: true },
    { ...over(ONE_HOUR, incidents), values: oneHourOf(proof).values },
    over('events of the detections', examples, ['cloudtrail_logs']),
    over(HIVE_PREFIXES, hiveCompatible, ['vpc_flow_logs', 'container_logs']),
    ...(recorded === undefined ? [] : [over(RECORDED, recorded)]),
    ...(recordedDefaultFormat === undefined
      ? []
      : [over('recorded captures in the default format', recordedDefaultFormat, ['vpc_flow_logs'])]),
  ];
}

/**
 * The runs whose titles match a pattern, which `TRINO_RUNS` gives: `whole time|recorded logs`.
 *
 * @param pattern undefined for all runs
 * @throws Error when no title matches
 */
export function chooseRuns(runs: readonly Run[], pattern: string | undefined): readonly Run[] {
  if (pattern === undefined) return runs;
  const chosen = runs.filter(({ title }) => new RegExp(pattern).test(title));
  if (chosen.length > 0) return chosen;
  const titles = runs.map(({ title }) => `  ${title}`).join('\n');
  throw new Error(`TRINO_RUNS=${pattern} matches no run; there are:\n${titles}`);
}

/** The questions of a run. */
export function questionsOf(run: Run, catalogue: readonly Query[]): readonly Query[] {
  return catalogue.filter((query) => tablesOf(query).some((table) => run.tables.includes(table)));
}

/** The text for each engine. It differs only in how the layout of the prefixes writes an hour. */
export function textsOf(run: Run, query: Query): { readonly athena: string; readonly local: string } {
  return {
    athena: renderQuery(query, { values: run.values, layout: run.dataset.layout }),
    local: renderQuery(query, { values: run.values }),
  };
}
