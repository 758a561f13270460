import { flowLogs } from '../../../../local/doctor/checks/flow-logs';
import { describeBreaks, describeDenials } from '../broken';
import { DEPLOYMENT } from '../deployment';
import { withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine } = withAccount();

const toGroup = (change: object) => (state: AccountState) => {
  Object.assign(state.flowLogs[0] ?? {}, change);
};
const toBucket = (change: object) => (state: AccountState) => {
  Object.assign(state.flowLogs[1] ?? {}, change);
};
const REPLACED =
  /^aws ec2 delete-flow-logs --flow-log-ids fl-\w+ --region eu-west-1\nnpx cdk deploy LogArchiveStack/;

describeBreaks(flowLogs, examine, [
  [
    'no flow log to the log group is told',
    (state) => state.flowLogs.shift(),
    /no flow log of vpc-0a1b2c3d4e5f60718 goes to the log group harborwatch-flow-logs/,
    /npx cdk deploy LogArchiveStack/,
  ],
  [
    'no flow log to the bucket is told',
    (state) => state.flowLogs.pop(),
    /no flow log of vpc-0a1b2c3d4e5f60718 goes to the bucket harborwatch-flow-logs-files/,
    /npx cdk deploy LogArchiveStack/,
  ],
  [
    'a flow log whose role is refused is told with the reason',
    toGroup({ deliverLogsStatus: 'FAILED', deliverLogsErrorMessage: 'Access error' }),
    /fl-0000000000000000a does not deliver: FAILED, Access error/,
    /describe-flow-logs --flow-log-ids fl-0000000000000000a/,
  ],
  [
    'a flow log that is not active is told',
    toBucket({ flowLogStatus: 'INACTIVE' }),
    /fl-0000000000000000b is INACTIVE, not ACTIVE/,
    /describe-flow-logs/,
  ],
  [
    'another format is told with the first difference',
    toGroup({ logFormat: DEPLOYMENT.flowLogs.format.replace(`\${tcp-flags} `, '') }),
    /another format than the analyzers parse: from character \d+ it is "ype/,
    REPLACED,
  ],
  [
    'ten-minute windows are told',
    toGroup({ maxAggregationInterval: 600 }),
    /aggregates over 600 s, the analyzers count on 60/,
    REPLACED,
  ],
  [
    'rejected traffic alone is told',
    toGroup({ trafficType: 'REJECT' }),
    /records REJECT traffic only/,
    REPLACED,
  ],
  [
    'text files in the bucket are told, since the table reads Parquet',
    toBucket({ destinationOptions: { fileFormat: 'plain-text', perHourPartition: true } }),
    /writes plain-text by the hour; the table vpc_flow_logs reads parquet/,
    REPLACED,
  ],
  [
    'daily prefixes are told, since the table reads hours',
    toBucket({ destinationOptions: { fileFormat: 'parquet', perHourPartition: false } }),
    /writes parquet by the day/,
    REPLACED,
  ],
]);

test('ten-minute windows in the bucket are well: nothing joins them', async () => {
  expect((await examine(flowLogs, toBucket({ maxAggregationInterval: 600 }))).told).toEqual([]);
});

test('a flow log that names its log group by ARN alone is known', async () => {
  const { told } = await examine(
    flowLogs,
    toGroup({
      logGroupName: undefined,
      logDestination: 'arn:aws:logs:eu-west-1:111122223333:log-group:harborwatch-flow-logs',
    }),
  );
  expect(told).toEqual([]);
});

describeDenials(flowLogs, examine, [['EC2.DescribeFlowLogs', 'ec2:DescribeFlowLogs']]);
