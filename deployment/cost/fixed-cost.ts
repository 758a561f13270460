import type { CostLine } from './cost-line';
import type { Counted } from './count-templates';
import { HOURS_OF_MONTH, PRICES } from './prices';

/** A month of what is paid for whatever happens, line by line; what there is none of is left out. */
export function fixedCost(counted: Counted): readonly CostLine[] {
  const hourly = (amount: number, price: number) => amount * price * HOURS_OF_MONTH;
  const lines: readonly CostLine[] = [
    { what: 'alarms', dollars: counted.alarms * PRICES.alarmPerMonth },
    { what: 'composite alarms', dollars: counted.compositeAlarms * PRICES.compositeAlarmPerMonth },
    { what: 'metrics with values', dollars: counted.metrics * PRICES.metricPerMonth },
    {
      what: 'dashboards beyond three',
      dollars: Math.max(0, counted.dashboards - 3) * PRICES.dashboardPerMonth,
    },
    { what: 'keys', dollars: counted.keys * PRICES.keyPerMonth },
    { what: 'interface endpoints', dollars: hourly(counted.endpoints, PRICES.endpointPerHour) },
    { what: 'load balancer', dollars: hourly(counted.loadBalancers, PRICES.loadBalancerPerHour) },
    { what: 'NAT gateway', dollars: hourly(counted.natGateways, PRICES.natGatewayPerHour) },
    { what: 'public addresses', dollars: hourly(counted.addresses, PRICES.addressPerHour) },
    {
      what: 'tasks',
      dollars:
        hourly(counted.virtualCpus, PRICES.fargatePerCpuHour) +
        hourly(counted.memoryGigabytes, PRICES.fargatePerGigabyteHour),
    },
    { what: 'Container Insights', dollars: counted.insights * INSIGHTS_METRICS * PRICES.metricPerMonth },
    {
      what: 'search engine',
      dollars:
        Object.entries(counted.searchNodes).reduce(
          (sum, [kind, nodes]) =>
            sum + hourly(nodes, PRICES.searchNodePerHour[kind as keyof typeof PRICES.searchNodePerHour]),
          0,
        ) +
        counted.searchGigabytes * PRICES.searchPerGigabyteMonth,
    },
    { what: 'secret', dollars: counted.secrets * PRICES.secretPerMonth },
  ];
  return lines.filter(({ dollars }) => dollars > 0);
}

/** Of a cluster, one family and one service ("Amazon ECS Container Insights metrics", the standard ones). */
const INSIGHTS_METRICS = 25;
