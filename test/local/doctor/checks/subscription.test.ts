import { subscription } from '../../../../local/doctor/checks/subscription';
import { describeBreaks, describeDenials } from '../broken';
import { DEPLOYMENT, functionArn } from '../deployment';
import { withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine } = withAccount();
const GROUP = DEPLOYMENT.flowLogs.logGroup;

const filterWith = (change: object) => (state: AccountState) => {
  Object.assign(state.subscriptionFilters[GROUP]?.[0] ?? {}, change);
};

describeBreaks(subscription, examine, [
  [
    'a log group that is gone is told',
    (state) => {
      state.subscriptionFilters = {};
    },
    /there is no log group harborwatch-flow-logs/,
    /npx cdk deploy LogArchiveStack/,
  ],
  [
    'a log group without a subscription is told',
    (state) => {
      state.subscriptionFilters[GROUP] = [];
    },
    /harborwatch-flow-logs is not subscribed to harborwatch-flow-log-analyzer;/,
    /npx cdk deploy DetectionStack --revert-drift/,
  ],
  [
    'a subscription to another function is told with its name',
    filterWith({ destinationArn: functionArn('harborwatch-flow-log-analyzer-old') }),
    /not subscribed to harborwatch-flow-log-analyzer, only to \S+-old;/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'a pattern that was changed is told with the first difference',
    filterWith({ filterPattern: '%\\s22\\s|SKIPDATA%' }),
    /pattern of the subscription ssh was changed: from character 9 it is "SKIPDATA%"/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'lines that could not be delivered are told with their number',
    (state) => {
      state.sumOf = (namespace, metric, { FilterName }) =>
        namespace === 'AWS/Logs' && metric === 'DeliveryErrors' && FilterName === 'ssh' ? 7 : undefined;
    },
    /7 lines of harborwatch-flow-logs could not be delivered through ssh in 24 hours/,
    /aws lambda get-policy --function-name harborwatch-flow-log-analyzer/,
  ],
]);

test('a subscription to an alias of the function is one to the function', async () => {
  const { told } = await examine(
    subscription,
    filterWith({ destinationArn: `${functionArn('harborwatch-flow-log-analyzer')}:live` }),
  );
  expect(told).toEqual([]);
});

test('without a pattern in the description any pattern is right', async () => {
  const { subscriptionPattern: _, ...flowLogs } = DEPLOYMENT.flowLogs;
  const { told } = await examine(subscription, filterWith({ filterPattern: 'x' }), {
    ...DEPLOYMENT,
    flowLogs,
  });
  expect(told).toEqual([]);
});

test('a description without the analyzer is told', async () => {
  const { told } = await examine(subscription, undefined, { ...DEPLOYMENT, functions: {} });
  expect(told).toEqual([expect.stringContaining('names no function flow-log-analyzer')]);
});

describeDenials(subscription, examine, [
  ['Logs.DescribeSubscriptionFilters', 'logs:DescribeSubscriptionFilters'],
  ['CloudWatch.GetMetricData', 'cloudwatch:GetMetricData'],
]);
