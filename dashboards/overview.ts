import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { SEVERITIES } from '../analysis/finding';
import { ANALYZER_METRICS, CHAIN_METRIC, STORIES_METRIC } from '../deployment/handler-metrics';
import type { Place } from '../detections/placement';
import { functionErrors, functionThrottles, queueDepth, recordsIn } from './chain-metrics';
import type { DashboardPage } from './dashboard-page';
import { type DashboardSources, detectionsOf } from './dashboard-sources';
import { COLUMNS, LEAST_COLUMNS } from './grid';
import { alarmStatuses, graph, heading, logTable, metric, search } from './widgets';

/** Is something wrong, what is new, and does the chain itself still work? */
export const overview: DashboardPage = {
  id: 'overview',
  title: 'Overview',
  rows: (sources, scope) => {
    const { names, trailLogGroup, flowLogGroup } = sources;
    return [
      alarmsBySeverity(sources).flatMap(({ severity, alarms }) =>
        alarmStatuses(scope, `${severity} alarms (${alarms.length})`, alarms, {
          width: LEAST_COLUMNS,
          height: 6,
        }),
      ),
      [
        graph(
          'Findings that began, by severity',
          SEVERITIES.map((severity) =>
            search(names.metricNamespace, STORIES_METRIC.name, STORIES_METRIC.dimensionNames, {
              where: { severity },
              label: severity,
            }),
          ),
          { stacked: true },
        ),
        graph('Records that arrived (a gap is silence)', [
          recordsIn(trailLogGroup, 'CloudTrail'),
          recordsIn(flowLogGroup, 'flow logs'),
        ]),
      ],
      [heading('### Health of the chain\nBroken links, failures and dead letters should be flat at zero.')],
      [newest('Newest CloudTrail record', trailLogGroup), newest('Newest flow log record', flowLogGroup)],
      alarmStatuses(
        scope,
        `Alarms on the chain and the workload (${sources.ownAlarms.length})`,
        sources.ownAlarms,
        { width: COLUMNS, height: 6 },
      ),
      [
        graph(
          'Broken links found by the chain check',
          [
            metric(names.metricNamespace, CHAIN_METRIC.name, CHAIN_METRIC.dimensions, {
              label: 'broken links',
              statistic: 'Maximum',
            }),
          ],
          { width: 8 },
        ),
        graph(
          'Records unreadable or lost',
          [
            { ...ANALYZER_METRICS.unreadable, label: 'unreadable' },
            { ...ANALYZER_METRICS.skipdata, label: 'lost by AWS' },
          ].map(({ name, dimensions, label }) => metric(names.metricNamespace, name, dimensions, { label })),
          { width: 8 },
        ),
        graph(
          'Dead letters',
          Object.entries(sources.deadLetterQueues).map(([what, queue]) => queueDepth(what, queue)),
          { width: 8 },
        ),
      ],
      [
        graph('Function errors', functionErrors(sources)),
        graph('Function throttles', functionThrottles(sources)),
      ],
    ];
  },
};

/** When the last record happened and when it came in; delivery takes about five minutes. */
function newest(title: string, logGroup: string): IWidget {
  return logTable(title, logGroup, ['stats max(@timestamp) as happened, max(@ingestionTime) as received'], {
    height: 3,
  });
}

/** The alarms of the catalogue, the worst severity first. */
export function alarmsBySeverity(sources: DashboardSources) {
  // An alarm that several share stands where the worst of them does.
  const shown = new Set<string>();
  return SEVERITIES.toReversed()
    .map((severity) => ({
      severity,
      alarms: detectionsOf(sources)
        .filter((detection) => detection.severity === severity && hasAlarm(detection.id, sources))
        .map(({ id }) => sources.names.alarm(sources.alarmIds.get(id) ?? id))
        .filter((name) => !shown.has(name) && shown.add(name)),
    }))
    .filter(({ alarms }) => alarms.length > 0);
}

const ALARMED: readonly (Place | undefined)[] = ['metric-filter', 'alarm'];

/** Findings are told by themselves; only what CloudWatch judges has an alarm. */
function hasAlarm(id: string, { placeOf }: DashboardSources): boolean {
  return ALARMED.includes(placeOf.get(id));
}
