import { canary } from '../../../../local/doctor/checks/canary';
import { describeBreaks, describeDenials } from '../broken';
import { withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine } = withAccount();
const NAME = 'harborwatch-chain-canary';

const alarm = (change: object) => (state: AccountState) => {
  Object.assign(state.metricAlarms.find(({ AlarmName }) => AlarmName === NAME) ?? {}, change);
};
const problems = (sum: number | undefined) => (state: AccountState) => {
  state.sumOf = (namespace, metric, { service }) =>
    namespace === 'harborwatch' && metric === 'ChainProblems' && service === 'chain-check' ? sum : undefined;
};

describeBreaks(canary, examine, [
  [
    'a canary without an alarm is told',
    (state) => {
      state.metricAlarms = state.metricAlarms.filter(({ AlarmName }) => AlarmName !== NAME);
    },
    /^there is no alarm harborwatch-chain-canary/,
    /npx cdk deploy DetectionStack --revert-drift/,
  ],
  [
    'an alarm of the canary that was switched off is told',
    alarm({ ActionsEnabled: false }),
    /the actions of harborwatch-chain-canary are switched off/,
    /enable-alarm-actions --alarm-names harborwatch-chain-canary/,
  ],
  [
    'an alarm of the canary that goes another way than the others is told',
    alarm({ AlarmActions: [] }),
    /harborwatch-chain-canary does not go to \S+-alarms/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'an alarm of the canary on another metric is told',
    alarm({ MetricName: 'canary' }),
    /watches harborwatch canary, not harborwatch chain-canary/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'a chain check that says nothing is told',
    problems(undefined),
    /^the chain check has said nothing for 24 hours$/,
    /filter-log-events --log-group-name \/aws\/lambda\/harborwatch-chain-check/,
  ],
  [
    'broken links that the chain check found are told with their number',
    problems(2),
    /^the chain check last found 2 broken links$/,
    /--filter-pattern '"chain checked"'/,
  ],
]);

describeDenials(canary, examine, [
  ['CloudWatch.DescribeAlarms', 'cloudwatch:DescribeAlarms'],
  ['CloudWatch.GetMetricData', 'cloudwatch:GetMetricData'],
]);
