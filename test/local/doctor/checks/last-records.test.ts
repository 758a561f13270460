import { lastRecords } from '../../../../local/doctor/checks/last-records';
import { describeBreaks, describeDenials } from '../broken';
import { NOW, withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine, server } = withAccount();
const TRAIL = 'harborwatch-trail';

/** The group has no record by its metric, and one by its newest stream. */
const quiet = (group: string, lastIngestion?: number) => (state: AccountState) => {
  const { sumOf } = state;
  state.sumOf = (namespace, metric, dimensions) =>
    dimensions['LogGroupName'] === group ? undefined : sumOf(namespace, metric, dimensions);
  if (lastIngestion !== undefined) {
    state.logStreams[group] = [
      { logStreamName: 'older', lastIngestionTime: (lastIngestion - 3600) * 1000 },
      { logStreamName: 'newer', lastIngestionTime: lastIngestion * 1000 },
      { logStreamName: 'empty' },
    ];
  }
};

describeBreaks(lastRecords, examine, [
  [
    'a log group that never had a record is told',
    quiet(TRAIL),
    /^harborwatch-trail has never had a record$/,
    /^aws logs describe-log-streams --log-group-name harborwatch-trail --order-by LastEventTime/,
  ],
  [
    'the age of the last record is that of the newest stream',
    quiet(TRAIL, NOW - 3 * 86_400),
    /^harborwatch-trail had its last record 3 days ago$/,
    /describe-log-streams/,
  ],
  [
    'a log group that is gone never had a record',
    (state) => {
      quiet('harborwatch-flow-logs')(state);
      delete state.logStreams['harborwatch-flow-logs'];
    },
    /^harborwatch-flow-logs has never had a record$/,
    /describe-log-streams/,
  ],
]);

test('the metric is enough where it has records, and the streams are not asked', async () => {
  await examine(lastRecords);
  expect(server.calls.map(({ name }) => name)).not.toContain('Logs.DescribeLogStreams');
});

test('a stream of 30 minutes ago is no silence yet', async () => {
  expect((await examine(lastRecords, quiet(TRAIL, NOW - 1800))).told).toEqual([]);
});

describeDenials(lastRecords, examine, [['CloudWatch.GetMetricData', 'cloudwatch:GetMetricData']]);

test('streams that may not be read leave the age unknown', async () => {
  const { result, told } = await examine(lastRecords, (state) => {
    quiet(TRAIL)(state);
    state.denied.add('Logs.DescribeLogStreams');
  });
  expect({ result, told }).toEqual({
    result: 'could-not-look',
    told: ['the records of harborwatch-trail: this identity may not call logs:DescribeLogStreams'],
  });
});
