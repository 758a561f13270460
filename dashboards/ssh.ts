import { ANALYZER_METRICS, FINDINGS_METRIC, type HandlerMetric } from '../deployment/handler-metrics';
import { insightsParse } from '../records/flow-logs/insights-parse';
import type { DashboardPage } from './dashboard-page';
import { type DashboardSources, detectionsOf } from './dashboard-sources';
import { graph, logTable, metric, ruleTable, search } from './widgets';

/** Who knocks at which door, how often, and whether anybody opened. */
export const ssh: DashboardPage = {
  id: 'ssh',
  title: 'SSH',
  rows: (sources) => {
    const { names, flowLogGroup } = sources;
    const ours = ({ name, dimensions }: HandlerMetric, label: string) =>
      metric(names.metricNamespace, name, dimensions, { label });
    return [
      [
        graph('SSH connections', [
          ours(ANALYZER_METRICS.attempts, 'attempts'),
          ours(ANALYZER_METRICS.answered, 'answered'),
          ours(ANALYZER_METRICS.rejected, 'rejected'),
        ]),
        graph('Sources of SSH in a batch', [
          metric(names.metricNamespace, ANALYZER_METRICS.sources.name, ANALYZER_METRICS.sources.dimensions, {
            label: 'sources',
            statistic: 'Maximum',
          }),
        ]),
      ],
      [
        graph(
          'Findings by rule',
          [
            search(names.metricNamespace, FINDINGS_METRIC.name, FINDINGS_METRIC.dimensionNames, {
              label: '',
            }),
          ],
          { width: 24, stacked: true },
        ),
      ],
      [
        logTable('Top talkers to SSH ports', flowLogGroup, talkers(sources), { height: 8 }),
        logTable('SSH by ECS service', flowLogGroup, targets(sources), { height: 8 }),
      ],
      [ruleTable(rules(sources))],
    ];
  },
};

/** Only fields that the deployed format has can be named. */
function isIn({ flowLogFormat }: DashboardSources, field: string): boolean {
  return flowLogFormat.columnOf(field) >= 0;
}

function onSshPorts({ flowLogFormat, sshPorts }: DashboardSources): readonly string[] {
  return [insightsParse(flowLogFormat), `filter dstport in [${sshPorts.join(', ')}]`];
}

function talkers(sources: DashboardSources): readonly string[] {
  return [
    ...onSshPorts(sources),
    'stats count(*) as records, sum(packets) as packets, sum(action = "REJECT") as rejected, count_distinct(dstaddr) as targets by srcaddr',
    'sort records desc',
    'limit 20',
  ];
}

function targets(sources: DashboardSources): readonly string[] {
  const by = isIn(sources, 'ecs-service-name') ? 'ecs_service_name, dstaddr' : 'dstaddr';
  return [
    ...onSshPorts(sources),
    `stats count(*) as records, count_distinct(srcaddr) as sources, sum(action = "REJECT") as rejected by ${by}`,
    'sort sources desc',
    'limit 20',
  ];
}

function rules(sources: DashboardSources): string {
  const rows = detectionsOf(sources)
    .filter(({ detector }) => detector.kind === 'analyzer')
    .map(({ id, title, severity }) => `| ${severity} | ${linked(id, sources)} | ${title} |`);
  return ['| severity | rule | says |', '|---|---|---|', ...rows].join('\n');
}

/** The id, as a link into the runbook where there is one to link. */
export function linked(id: string, { runbookUrl }: DashboardSources): string {
  return runbookUrl === undefined ? id : `[${id}](${runbookUrl}#${id})`;
}
