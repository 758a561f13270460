import { alarms } from '../../../../local/doctor/checks/alarms';
import { describeBreaks, describeDenials } from '../broken';
import { NOW, withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine } = withAccount();
const DAY = 86_400;

const alarm = (id: string, change: object) => (state: AccountState) => {
  Object.assign(state.metricAlarms.find(({ AlarmName }) => AlarmName === `harborwatch-${id}`) ?? {}, change);
};
const composite = (change: object) => (state: AccountState) => {
  Object.assign(state.compositeAlarms[0] ?? {}, change);
};
const REDEPLOYED = /^npx cdk deploy DetectionStack --revert-drift$/;

describeBreaks(alarms, examine, [
  [
    'alarms that are gone are told together',
    (state) => {
      state.metricAlarms = state.metricAlarms.slice(2);
    },
    /2 of \d+ detections have no alarm: ecs-exec-session-opened, ecs-exec-denied$/,
    REDEPLOYED,
  ],
  [
    'a composite alarm that is gone is told',
    (state) => {
      state.compositeAlarms = [];
    },
    /1 of \d+ detections have no alarm: ecs-crypto-mining-suspected$/,
    REDEPLOYED,
  ],
  [
    'an alarm whose actions are off is told, and switched on again',
    alarm('trail-stopped', { ActionsEnabled: false }),
    /one alarm tells nobody, their actions are switched off: harborwatch-trail-stopped/,
    /^aws cloudwatch enable-alarm-actions --alarm-names harborwatch-trail-stopped --region eu-west-1$/,
  ],
  [
    'an alarm without an action is told',
    alarm('trail-stopped', { AlarmActions: [] }),
    /harborwatch-trail-stopped has no action, not to arn:aws:sns/,
    REDEPLOYED,
  ],
  [
    'an alarm that goes to another topic is told with both',
    alarm('trail-stopped', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:old'] }),
    /goes to arn:aws:sns:eu-west-1:111122223333:old, not to \S+:harborwatch-alarms/,
    REDEPLOYED,
  ],
  [
    'an alarm on a metric that no filter writes is told',
    alarm('trail-stopped', { Namespace: 'CloudTrailMetrics' }),
    /harborwatch-trail-stopped: Namespace is CloudTrailMetrics, not harborwatch$/,
    REDEPLOYED,
  ],
  [
    'an alarm with another judgement is told with each difference',
    alarm('trail-stopped', { Threshold: 2, Statistic: 'Average', Period: 60, TreatMissingData: undefined }),
    /Statistic is Average, not Sum; Period is 60, not 300; Threshold is 2, not 1; TreatMissingData is missing, not notBreaching/,
    REDEPLOYED,
  ],
  [
    'an alarm with a dimension is told: its metric has none',
    alarm('trail-stopped', { Dimensions: [{ Name: 'Region', Value: 'eu-west-1' }] }),
    /Dimensions is Region=eu-west-1, not none/,
    REDEPLOYED,
  ],
  [
    'a silence alarm on another log group is told',
    alarm('trail-silent', { Dimensions: [{ Name: 'LogGroupName', Value: 'old' }] }),
    /harborwatch-trail-silent: Dimensions is LogGroupName=old, not LogGroupName=harborwatch-trail/,
    REDEPLOYED,
  ],
  [
    'an alarm that is not judged for days although missing data is no breach is told',
    alarm('trail-stopped', { StateValue: 'INSUFFICIENT_DATA', StateTransitionedTimestamp: NOW - 3 * DAY }),
    /harborwatch-trail-stopped has been in INSUFFICIENT_DATA for 3 days although missing data is notBreaching/,
    /describe-alarms --alarm-names harborwatch-trail-stopped/,
  ],
  [
    'a composite alarm that is red when either child is, is told with its rule',
    composite({
      AlarmRule:
        'ALARM("harborwatch-ecs-large-task-defined") OR ALARM("harborwatch-ecs-foreign-image-defined")',
    }),
    /has the rule .* it should be red when harborwatch-ecs-large-task-defined and harborwatch-ecs-foreign-image-defined are/,
    REDEPLOYED,
  ],
  [
    'a composite alarm that watches one child alone is told',
    composite({ AlarmRule: 'ALARM(harborwatch-ecs-large-task-defined)' }),
    /has the rule "ALARM\(harborwatch-ecs-large-task-defined\)"/,
    REDEPLOYED,
  ],
]);

test('an alarm that was made an hour ago may have no data yet', async () => {
  const { told } = await examine(
    alarms,
    alarm('trail-stopped', { StateValue: 'INSUFFICIENT_DATA', StateTransitionedTimestamp: NOW - 3600 }),
  );
  expect(told).toEqual([]);
});

test('an alarm that leaves missing data missing is told for that, not for having no data', async () => {
  const { told } = await examine(
    alarms,
    alarm('trail-stopped', {
      StateValue: 'INSUFFICIENT_DATA',
      StateTransitionedTimestamp: NOW - 3 * DAY,
      TreatMissingData: 'missing',
    }),
  );
  expect(told).toEqual(['harborwatch-trail-stopped: TreatMissingData is missing, not notBreaching']);
});

test('a composite rule may name its children bare, in the other order', async () => {
  const { told } = await examine(
    alarms,
    composite({
      AlarmRule: 'ALARM(harborwatch-ecs-foreign-image-defined) AND ALARM(harborwatch-ecs-large-task-defined)',
    }),
  );
  expect(told).toEqual([]);
});

test('alarms of others, and of another deployment, are left alone', async () => {
  const { told } = await examine(alarms, (state) => {
    state.metricAlarms.push({ AlarmName: 'harborwatch-billing', AlarmActions: [] });
    state.metricAlarms.push({ AlarmName: 'cpu', AlarmActions: [] });
  });
  expect(told).toEqual([]);
});

describeDenials(alarms, examine, [['CloudWatch.DescribeAlarms', 'cloudwatch:DescribeAlarms']]);
