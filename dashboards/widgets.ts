import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  GraphWidget,
  GraphWidgetView,
  type IAlarm,
  type IMetric,
  type IWidget,
  LegendPosition,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { CHARACTERS_PER_COLUMN, COLUMNS, rowsOfTable } from './grid';

const MOST_NAMES_BENEATH = 3;
/** The colour before a name and the gap after it, in characters. */
const AROUND_NAME = 5;

/** Five minutes: the period of the alarms, so that what is red can be seen above its line. */
export const PERIOD = Duration.minutes(5);

export function heading(markdown: string, height = 2): IWidget {
  return new TextWidget({ markdown, width: COLUMNS, height, background: TextWidgetBackground.TRANSPARENT });
}

/** A table as high as it is long: what a text cuts off has to be scrolled to, and nobody does. */
export function ruleTable(markdown: string): IWidget {
  return heading(markdown, rowsOfTable(markdown.split('\n').length - 2));
}

/** A metric of a service of AWS, or of ours, summed up unless said. */
export function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  {
    label,
    statistic = 'Sum',
    period = PERIOD,
  }: { label?: string; statistic?: string; period?: Duration } = {},
): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { ...dimensionsMap },
    statistic,
    period,
    ...(label !== undefined && { label }),
  });
}

/** All metrics of a name with these dimensions, whatever the values of those that are not given. */
export function search(
  namespace: string,
  metricName: string,
  dimensionNames: readonly string[],
  { where = {}, label }: { where?: Readonly<Record<string, string>>; label: string },
): IMetric {
  const schema = [namespace, ...dimensionNames].map((part) => `"${part}"`).join(',');
  const conditions = Object.entries(where).map(([name, value]) => ` "${name}"="${value}"`);
  return new MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${metricName}"${conditions.join('')}', 'Sum', ${PERIOD.toSeconds()})`,
    usingMetrics: {},
    label,
    period: PERIOD,
  });
}

export function graph(
  title: string,
  metrics: readonly IMetric[],
  { width = 12, height = 6, stacked = false }: { width?: number; height?: number; stacked?: boolean } = {},
): IWidget {
  return new GraphWidget({
    title,
    left: [...metrics],
    width,
    height,
    stacked,
    view: GraphWidgetView.TIME_SERIES,
    leftYAxis: { min: 0, showUnits: false },
    // Beneath a graph there is one line at 1280 pixels; beside it room for as many names as it is high.
    ...(!areBeneath(metrics, width) && { legendPosition: LegendPosition.RIGHT }),
  });
}

function areBeneath(metrics: readonly IMetric[], width: number): boolean {
  const names = metrics.map((each) => (each as Metric | MathExpression).label ?? '');
  const characters = names.reduce((sum, name) => sum + name.length + AROUND_NAME, 0);
  return metrics.length <= MOST_NAMES_BENEATH && characters <= width * CHARACTERS_PER_COLUMN;
}

export function logTable(
  title: string,
  logGroup: string,
  queryLines: readonly string[],
  { width = 12, height = 6 }: { width?: number; height?: number } = {},
): IWidget {
  return new LogQueryWidget({
    title,
    logGroupNames: [logGroup],
    queryLines: [...queryLines],
    view: LogQueryVisualizationType.TABLE,
    width,
    height,
  });
}

/** An alarm widget takes so many (CloudWatch's "Dashboard body structure", property `alarms`). */
export const MOST_ALARMS_OF_WIDGET = 100;

/** The states of alarms, in as many widgets as it takes. */
export function alarmStatuses(
  scope: Construct,
  title: string,
  alarmNames: readonly string[],
  { width = 12, height = 5 }: { width?: number; height?: number } = {},
): readonly IWidget[] {
  const parts = Math.ceil(alarmNames.length / MOST_ALARMS_OF_WIDGET);
  return Array.from(
    { length: parts },
    (_, part) =>
      new AlarmStatusWidget({
        title: parts === 1 ? title : `${title}, part ${part + 1} of ${parts}`,
        alarms: alarmNames
          .slice(part * MOST_ALARMS_OF_WIDGET, (part + 1) * MOST_ALARMS_OF_WIDGET)
          .map((name) => alarmNamed(scope, name)),
        // Of more than the widget shows, what changed last stands before the fold.
        sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
        width,
        height,
      }),
  );
}

/** An alarm of another stack by its name, which it was given: no reference that would tie the stacks together. */
function alarmNamed(scope: Construct, name: string): IAlarm {
  const id = `Alarm ${name}`;
  const known = scope.node.tryFindChild(id) as IAlarm | undefined;
  if (known !== undefined) return known;
  const arn = Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return Alarm.fromAlarmArn(scope, id, arn);
}
