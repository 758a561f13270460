import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { FINDINGS_METRIC, TRAIL_METRICS } from '../deployment/handler-metrics';
import type { Detection } from '../detections/detection';
import type { DashboardPage } from './dashboard-page';
import { type DashboardSources, detectionsOf } from './dashboard-sources';
import { linked } from './ssh';
import { graph, heading, logTable, metric, ruleTable, search } from './widgets';

/** Who called what, who was refused, and what the catalogue made of it. */
export const apiActivity: DashboardPage = {
  id: 'api-activity',
  title: 'API activity',
  rows: (sources) => {
    const { names, trailLogGroup, families } = sources;
    return [
      ...(trailLogGroup === undefined ? [] : searches(trailLogGroup)),
      [
        graph('Findings of the trail analyzer', [
          search(names.metricNamespace, FINDINGS_METRIC.name, FINDINGS_METRIC.dimensionNames, {
            label: '',
            where: { service: 'trail-analyzer' },
          }),
        ]),
        graph(
          'API records that it took',
          Object.entries(TRAIL_METRICS).map(([what, { name, dimensions }]) =>
            metric(names.metricNamespace, name, dimensions, { label: what }),
          ),
        ),
      ],
      [ruleTable(rules(sources))],
      [heading('### What matched, by family\nA point is a record that a filter matched.')],
      ...pairs(
        Object.entries(families).flatMap(([family, detections]) =>
          familyWidgets(family, detections, sources),
        ),
      ),
    ];
  },
};

/** What Logs Insights finds among the records of a log group. */
function searches(trailLogGroup: string): readonly (readonly IWidget[])[] {
  return [
    [
      logTable('ECS changes by identity', trailLogGroup, [
        'filter eventSource = "ecs.amazonaws.com" and readOnly = 0',
        'stats count(*) as calls, latest(eventTime) as last by userIdentity.arn, eventName',
        'sort calls desc',
        'limit 20',
      ]),
      logTable('Calls that were denied', trailLogGroup, [
        'filter errorCode like /AccessDenied|UnauthorizedOperation/',
        'stats count(*) as calls, count_distinct(eventName) as names by userIdentity.arn, sourceIPAddress',
        'sort calls desc',
        'limit 20',
      ]),
    ],
    [
      logTable(
        'Latest changes around containers',
        trailLogGroup,
        [
          'fields eventTime, eventSource, eventName, userIdentity.arn, sourceIPAddress, errorCode',
          'filter readOnly = 0 and eventSource in ["ecs.amazonaws.com", "ecr.amazonaws.com", "iam.amazonaws.com", "ec2.amazonaws.com", "secretsmanager.amazonaws.com"]',
          'sort eventTime desc',
          'limit 50',
        ],
        { width: 24, height: 8 },
      ),
    ],
  ];
}

/** What the trail analyzer alone looks for: it has no alarm, its findings are messages. */
function rules(sources: DashboardSources): string {
  const rows = detectionsOf(sources).flatMap(({ id, title, severity }) => {
    const place = sources.placeOf.get(id);
    if (place !== 'trail-analyzer' && place !== 'replay') return [];
    return [
      `| ${severity} | ${linked(id, sources)} | ${title}${place === 'replay' ? ' (in a replay alone)' : ''} |`,
    ];
  });
  return ['| severity | rule of the trail analyzer | says |', '|---|---|---|', ...rows].join('\n');
}

/** A graph of a family's metrics, where it has filters. */
function familyWidgets(
  family: string,
  detections: readonly Detection[],
  { names, placeOf, alarmIds }: DashboardSources,
): readonly IWidget[] {
  const filters = detections.filter(({ id }) => placeOf.get(id) === 'metric-filter');
  if (filters.length === 0) return [];
  const labels = new Map(
    filters.map(({ id, alarm }) => [alarmIds.get(id) ?? id, `red at ${alarm?.threshold ?? 1}`] as const),
  );
  const metrics = [...labels].map(([id, label]) =>
    metric(names.metricNamespace, id, {}, { label: `${id} (${label})` }),
  );
  return [graph(family, metrics, { stacked: true })];
}

/** Two beside each other. */
function pairs(widgets: readonly IWidget[]): readonly (readonly IWidget[])[] {
  return widgets.flatMap((widget, index) =>
    index % 2 === 1 ? [] : [[widget, ...widgets.slice(index + 1, index + 2)]],
  );
}
