import type { DashboardPage } from './dashboard-page';
import { type DashboardSources, detectionsOf } from './dashboard-sources';
import { COLUMNS } from './grid';
import { graph, heading, logTable, metric } from './widgets';

/** The containers themselves: services, load balancer, what they log. */
export const workload: DashboardPage = {
  id: 'workload',
  title: 'Workload',
  rows: (sources) => {
    const rows = [
      ...serviceRows(sources),
      ...balancerRows(sources),
      ...apiRows(sources),
      ...eventRows(sources),
      ...refusalRows(sources),
      ...logRows(sources),
    ];
    return rows.length > 0
      ? rows
      : [
          [
            heading(
              'Nothing to show: no cluster is named. Set `monitor.existingClusterName`, `.existingServiceNames` and `.existingLoadBalancer`.',
            ),
          ],
        ];
  },
};

function serviceRows({ workload: { clusterName: ClusterName, serviceNames } }: DashboardSources) {
  if (ClusterName === undefined) return [];
  return serviceNames.flatMap((ServiceName) => {
    const dimensions = { ClusterName, ServiceName };
    const ecs = (name: string, label: string) =>
      metric('AWS/ECS', name, dimensions, { label, statistic: 'Average' });
    const insights = (name: string, label: string, statistic: string) =>
      metric('ECS/ContainerInsights', name, dimensions, { label, statistic });
    return [
      [
        graph('Tasks of the service', [
          insights('DesiredTaskCount', 'desired', 'Maximum'),
          insights('RunningTaskCount', 'running', 'Minimum'),
        ]),
        graph('CPU and memory, percent', [ecs('CPUUtilization', 'CPU'), ecs('MemoryUtilization', 'memory')]),
      ],
    ];
  });
}

function balancerRows({ workload: { loadBalancer, targetGroup } }: DashboardSources) {
  if (loadBalancer === undefined) return [];
  const balancer = { LoadBalancer: loadBalancer };
  const of = (name: string, label: string, statistic = 'Sum') =>
    metric('AWS/ApplicationELB', name, balancer, { label, statistic });
  return [
    [
      graph('Requests', [of('RequestCount', 'requests')], { width: 8 }),
      graph(
        'Errors',
        [
          of('HTTPCode_ELB_5XX_Count', '5xx of the load balancer'),
          of('HTTPCode_Target_5XX_Count', '5xx of the tasks'),
          of('HTTPCode_Target_4XX_Count', '4xx of the tasks'),
        ],
        { width: 8 },
      ),
      graph('Response time, seconds', [of('TargetResponseTime', 'p95', 'p95')], { width: 8 }),
    ],
    ...(targetGroup === undefined
      ? []
      : [
          [
            graph(
              'Healthy and unhealthy targets',
              [
                metric(
                  'AWS/ApplicationELB',
                  'HealthyHostCount',
                  { ...balancer, TargetGroup: targetGroup },
                  { label: 'healthy', statistic: 'Minimum' },
                ),
                metric(
                  'AWS/ApplicationELB',
                  'UnHealthyHostCount',
                  { ...balancer, TargetGroup: targetGroup },
                  { label: 'unhealthy', statistic: 'Maximum' },
                ),
              ],
              { width: COLUMNS },
            ),
          ],
        ]),
  ];
}

function apiRows({ workload: { apiId } }: DashboardSources) {
  if (apiId === undefined) return [];
  const of = (name: string, label: string, statistic = 'Sum') =>
    metric('AWS/ApiGateway', name, { ApiId: apiId }, { label, statistic });
  return [
    [
      graph('Requests at the API', [of('Count', 'requests')], { width: 8 }),
      graph('Errors of the API', [of('5xx', '5xx'), of('4xx', '4xx: refused, throttled or not found')], {
        width: 8,
      }),
      graph(
        'Response time of the API, milliseconds',
        [of('Latency', 'p95', 'p95'), of('IntegrationLatency', 'p95 behind it', 'p95')],
        { width: 8 },
      ),
    ],
  ];
}

/** Failures that ECS itself reports. */
function eventRows({ ecsEvents, names }: DashboardSources) {
  if (ecsEvents.length === 0) return [];
  const metrics = ecsEvents.map((name) => metric(names.metricNamespace, name, {}, { label: name }));
  return [[graph('Failures that ECS reports', metrics, { width: 24, stacked: true })]];
}

/** What the containers' allow list refused: how often, and what. */
function refusalRows(sources: DashboardSources) {
  const { names, workload } = sources;
  const group = workload.containerLogGroupName;
  if (group === undefined) return [];
  const refusals = detectionsOf(sources).filter(({ detector }) => detector.kind === 'container-filter');
  return [
    [
      graph(
        'Refused by the allow list of the containers',
        refusals.map(({ id }) => metric(names.metricNamespace, id, {}, { label: id })),
      ),
      logTable('What was refused', group, [
        'filter process = "allow-list"',
        'stats count(*) as times, latest(reason) as why by file, parent, ecs_task_id',
        'sort times desc',
        'limit 20',
      ]),
    ],
  ];
}

function logRows({ workload: { containerLogGroupName: group } }: DashboardSources) {
  if (group === undefined) return [];
  return [
    [
      logTable('Refused logins at the web server', group, [
        'filter status = 401',
        'stats count(*) as refused by source_ip, forwarded_for',
        'sort refused desc',
        'limit 20',
      ]),
      logTable('Latest lines of the containers', group, [
        'fields @timestamp, @message',
        'sort @timestamp desc',
        'limit 50',
      ]),
    ],
  ];
}
