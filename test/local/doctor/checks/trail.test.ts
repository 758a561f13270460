import { trail } from '../../../../local/doctor/checks/trail';
import { describeBreaks, describeDenials } from '../broken';
import { DEPLOYMENT, TRAIL_ARN } from '../deployment';
import { NOW, withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine, server } = withAccount();
const { arn: _, ...withoutArn } = DEPLOYMENT.trail;
const unnamed = { ...DEPLOYMENT, trail: withoutArn };

const trailWith = (change: object) => (state: AccountState) => {
  Object.assign(state.trails[0] ?? {}, change);
};
const statusWith = (change: object) => (state: AccountState) => {
  Object.assign(state.trailStatus, change);
};

describeBreaks(trail, examine, [
  [
    'a trail that is gone is told with its ARN',
    (state) => {
      state.trails = [];
    },
    new RegExp(`there is no trail ${TRAIL_ARN}`),
    /^npx cdk deploy LogArchiveStack --revert-drift$/,
  ],
  [
    'a trail that was stopped is told with the time',
    statusWith({ IsLogging: false, StopLoggingTime: NOW - 3600 }),
    /switched off since 2026-11-02T11:00:00Z/,
    new RegExp(`^aws cloudtrail start-logging --name ${TRAIL_ARN} --region eu-west-1$`),
  ],
  [
    'a trail of one region is told',
    trailWith({ IsMultiRegionTrail: false }),
    /records eu-west-1 only/,
    /update-trail .* --is-multi-region-trail/,
  ],
  [
    'a trail without file validation is told',
    trailWith({ LogFileValidationEnabled: false }),
    /log file validation is off/,
    /update-trail .* --enable-log-file-validation/,
  ],
  [
    'a trail into another log group is told with both groups',
    trailWith({ CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:other:*' }),
    /the log group other, the filters stand on harborwatch-trail/,
    /npx cdk deploy LogArchiveStack/,
  ],
  [
    'a trail into no log group is told',
    trailWith({ CloudWatchLogsLogGroupArn: undefined }),
    /delivers to no log group/,
    /npx cdk deploy LogArchiveStack/,
  ],
  [
    'a trail into another bucket is told with both buckets',
    trailWith({ S3BucketName: 'elsewhere' }),
    /the bucket elsewhere, the tables read harborwatch-trail-logs/,
    /--s3-bucket-name harborwatch-trail-logs/,
  ],
  [
    'a bucket that refuses the files is told with its error',
    statusWith({ LatestDeliveryError: 'AccessDenied' }),
    /cannot deliver to the bucket harborwatch-trail-logs: AccessDenied/,
    /get-trail-status/,
  ],
  [
    'a log group that refuses the records is told with its error',
    statusWith({ LatestCloudWatchLogsDeliveryError: 'Access denied.' }),
    /cannot deliver to CloudWatch Logs: Access denied\./,
    /get-trail-status/,
  ],
  [
    'records that came 31 minutes ago last are late',
    statusWith({ LatestCloudWatchLogsDeliveryTime: NOW - 31 * 60 }),
    /last delivered to CloudWatch Logs 31 minutes ago/,
    /get-trail-status/,
  ],
  [
    'files that came two hours ago last are late',
    statusWith({ LatestDeliveryTime: NOW - 2 * 3600 }),
    /last delivered to the bucket harborwatch-trail-logs 2 hours ago/,
    /get-trail-status/,
  ],
  [
    'a trail that never reached CloudWatch Logs is told',
    statusWith({ LatestCloudWatchLogsDeliveryTime: undefined }),
    /has never delivered to CloudWatch Logs/,
    /get-trail-status/,
  ],
  [
    'a trail of writing calls alone is told',
    (state) => {
      state.eventSelectors = {
        EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
      };
    },
    /^the trail leaves out calls that read$/,
    /get-event-selectors --trail-name .*\nnpx cdk deploy LogArchiveStack --revert-drift/,
  ],
  [
    'digests that cannot be written are told',
    statusWith({ LatestDigestDeliveryError: 'NoSuchBucket' }),
    /cannot write its digests.*NoSuchBucket/,
    /npx cdk deploy LogArchiveStack/,
  ],
]);

test('records of 30 minutes ago and files of an hour ago are not late yet', async () => {
  const { told } = await examine(
    trail,
    statusWith({ LatestCloudWatchLogsDeliveryTime: NOW - 1800, LatestDeliveryTime: NOW - 3600 }),
  );
  expect(told).toEqual([]);
});

test('a trail whose ARN was not given is known by its log group', async () => {
  const { result } = await examine(trail, undefined, unnamed);
  expect(result).toBe('ok');
  expect(server.calls.find(({ name }) => name === 'CloudTrail.DescribeTrails')?.request).toEqual({
    includeShadowTrails: true,
  });
});

test('where no trail delivers to the log group, the detections are blind', async () => {
  const { told, commands } = await examine(
    trail,
    trailWith({ CloudWatchLogsLogGroupArn: undefined }),
    unnamed,
  );
  expect(told).toEqual([expect.stringContaining('no trail delivers to the log group harborwatch-trail')]);
  expect(commands).toEqual(['aws cloudtrail describe-trails --include-shadow-trails --region eu-west-1']);
});

test('a trail of another region is mended in that region', async () => {
  const { commands } = await examine(
    trail,
    trailWith({ HomeRegion: 'us-east-1', IsMultiRegionTrail: false }),
  );
  expect(commands[0]).toMatch(/--region us-east-1$/);
});

describeDenials(trail, examine, [
  ['CloudTrail.DescribeTrails', 'cloudtrail:DescribeTrails'],
  ['CloudTrail.GetTrailStatus', 'cloudtrail:GetTrailStatus'],
  ['CloudTrail.GetEventSelectors', 'cloudtrail:GetEventSelectors'],
]);
