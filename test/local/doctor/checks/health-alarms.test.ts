import { healthAlarms } from '../../../../local/doctor/checks/health-alarms';
import { describeBreaks, describeDenials } from '../broken';
import { NOW, withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine } = withAccount();
const HOUR = 3600;

/** An alarm of the monitoring on itself, as the daily audit has one. */
const health = (change: object) => (state: AccountState) => {
  const silence = state.metricAlarms.find(({ AlarmName }) => AlarmName === 'harborwatch-trail-silent');
  state.metricAlarms.push({
    ...silence,
    AlarmName: 'harborwatch-scheduled-audit-not-running',
    AlarmDescription: 'The daily audit did not run.',
    Period: 6 * HOUR,
    EvaluationPeriods: 5,
    StateTransitionedTimestamp: NOW - 31 * HOUR,
    ...change,
  });
};
const waits = (change: object) =>
  health({ StateValue: 'INSUFFICIENT_DATA', InsufficientDataActions: ['health'], ...change });
const LOOK = /^aws cloudwatch describe-alarms --alarm-names harborwatch-scheduled-audit-not-running /;

describeBreaks(healthAlarms, examine, [
  [
    'a health alarm that is red is told, with what it says and since when',
    health({ StateValue: 'ALARM' }),
    /^harborwatch-scheduled-audit-not-running is red for 31 hours: The daily audit did not run\.$/,
    LOOK,
  ],
  [
    'one that waits for something that never came is told after all that it looks at',
    waits({}),
    /^harborwatch-scheduled-audit-not-running has seen nothing for 31 hours: The daily audit/,
    LOOK,
  ],
]);

test.each([
  ['one that is new', waits({ StateTransitionedTimestamp: NOW - 29 * HOUR })],
  ['one that may be without data', waits({ InsufficientDataActions: [] })],
  ['a red alarm of a detection, which is no fault', health({ StateValue: 'ALARM', AlarmActions: [] })],
])('%s is left alone', async (_, change) => {
  expect((await examine(healthAlarms, change)).told).toEqual([]);
});

describeDenials(healthAlarms, examine, [['CloudWatch.DescribeAlarms', 'cloudwatch:DescribeAlarms']]);
