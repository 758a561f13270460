import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { GIGABYTE, PRICES } from '../deployment/cost/prices';
import { bytesIn, functionInvocations } from './chain-metrics';
import type { DashboardPage } from './dashboard-page';
import type { DashboardSources } from './dashboard-sources';
import { graph, heading, metric } from './widgets';

/** What is paid for, and about how much of it a day. */
export const cost: DashboardPage = {
  id: 'cost',
  title: 'Cost',
  rows: (sources) => {
    const { trailLogGroup, flowLogGroup, workgroup } = sources;
    const trail = bytesIn(trailLogGroup, 'CloudTrail');
    const flows = bytesIn(flowLogGroup, 'flow logs');
    const scanned = scannedBytes(workgroup);
    return [
      [
        heading(
          'Estimates at the list prices of us-east-1, without free tiers; the bill is the truth. `docs/cost.md` has the model.',
          1,
        ),
      ],
      [
        graph(
          'US dollars a day, about',
          [
            dollars(
              'trail',
              'CloudTrail into CloudWatch Logs',
              trail,
              PRICES.logsIngestedPerGigabyte / GIGABYTE,
            ),
            dollars(
              'flows',
              'flow logs into CloudWatch Logs',
              flows,
              PRICES.logsIngestedPerGigabyte / GIGABYTE,
            ),
            dollars('scanned', 'Athena', scanned, PRICES.athenaPerTerabyte / 1e12),
          ],
          { width: 24, stacked: true },
        ),
      ],
      [
        graph('Bytes taken in by CloudWatch Logs', [trail, flows], { width: 8 }),
        graph('Bytes scanned by Athena', [scanned], { width: 8 }),
        graph('Function invocations', functionInvocations(sources), { width: 8 }),
      ],
      [graph('Function seconds', functionSeconds(sources), { width: 24 })],
    ];
  },
};

function scannedBytes(workgroup: string): Metric {
  return metric(
    'AWS/Athena',
    'ProcessedBytes',
    { WorkGroup: workgroup, QueryState: 'SUCCEEDED', QueryType: 'DML' },
    { label: 'scanned' },
  );
}

/** A day's amount of a metric, priced; the id is for the expression, and each in a graph has its own. */
function dollars(id: string, label: string, amount: IMetric, price: number): IMetric {
  return new MathExpression({
    expression: `${id} * ${price.toFixed(18)}`,
    usingMetrics: { [id]: amount },
    label,
    period: Duration.days(1),
  });
}

function functionSeconds({ functions }: DashboardSources): readonly IMetric[] {
  return Object.entries(functions).map(
    ([handler, FunctionName], index) =>
      new MathExpression({
        expression: `duration${index} / 1000`,
        usingMetrics: { [`duration${index}`]: metric('AWS/Lambda', 'Duration', { FunctionName }) },
        label: handler,
      }),
  );
}
