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
}

const ALL = ['cloudtrail_logs', 'vpc_flow_logs', 'container_logs'];

/** Two runs over the same lake, whose bytes read are compared. */
export const WHOLE_LAKE = 'ten scenarios in ten days, the whole time';
export const ONE_HOUR = 'ten scenarios in ten days, one hour of an incident';

export const HIVE_PREFIXES = 'Hive-compatible prefixes';

/** Where and how every question is asked of both engines. */
export function planRuns(proof: Proof): readonly Run[] {
  const { incidents, examples, yesterday, hiveCompatible, recorded, recordedDefaultFormat } = proof;
  const whole = ({ since, until }: Dataset) => ({ since, until });
  return [
    { title: 'an incident of yesterday, default parameters', dataset: yesterday, values: {}, tables: ALL },
    { title: WHOLE_LAKE, dataset: incidents, values: whole(incidents), tables: ALL },
    { title: ONE_HOUR, dataset: incidents, values: oneHourOf(proof).values, tables: ALL },
    {
      title: 'events of the detections',
      dataset: examples,
      values: whole(examples),
      tables: ['cloudtrail_logs'],
    },
    {
      title: HIVE_PREFIXES,
      dataset: hiveCompatible,
      values: whole(hiveCompatible),
      tables: ['vpc_flow_logs', 'container_logs'],
    },
    ...(recorded === undefined
      ? []
      : [{ title: 'recorded logs', dataset: recorded, values: whole(recorded), tables: ALL }]),
    ...(recordedDefaultFormat === undefined
      ? []
      : [
          {
            title: 'recorded captures in the default format',
            dataset: recordedDefaultFormat,
            values: whole(recordedDefaultFormat),
            tables: ['vpc_flow_logs'],
          },
        ]),
  ];
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
