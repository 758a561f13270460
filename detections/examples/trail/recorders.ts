import { byPipeline, callAt, refused, sequence, type TrailExampleTable } from './trail-example';

const DAY = 24 * 60;
const trail = callAt(0, 'cloudtrail', 'CreateTrail', { name: 'main', s3BucketName: 'acme-evidence' });
const flowLogs = callAt(0, 'ec2', 'CreateFlowLogs', {
  CreateFlowLogsRequest: { LogDestination: 'arn:aws:s3:::acme-flows/vpc', LogDestinationType: 's3' },
});
const lifecycle = (minutes: number, bucketName: string) =>
  callAt(minutes, 's3', 'PutBucketLifecycle', { bucketName });
const then = (minutes: number, bucketName = 'acme-evidence') =>
  sequence(trail, lifecycle(minutes, bucketName));

export const recorderExamples: TrailExampleTable = {
  'chain-recorder-set-up-then-cut': {
    fires: [
      then(40 * DAY),
      sequence(flowLogs, callAt(60, 's3', 'DeleteBucketPolicy', { bucketName: 'acme-flows' })),
      sequence(
        callAt(0, 'logs', 'PutSubscriptionFilter', {
          logGroupName: '/acme/api',
          destinationArn: 'arn:aws:lambda:eu-west-1:111122223333:function:to-siem',
        }),
        callAt(5, 'lambda', 'PutFunctionConcurrency20171031', { functionName: 'to-siem' }),
      ),
    ],
    staysSilent: [
      then(10, 'acme-pictures'),
      // Before the trail wrote there, or longer ago than anything is kept.
      sequence({ ...trail, eventTime: '2026-11-03T08:00:00Z' }, lifecycle(0, 'acme-evidence')),
      then(100 * DAY),
      // What keeps more, or for longer, and what lies beside the records.
      ...[
        callAt(9, 's3', 'DeleteBucketLifecycle', { bucketName: 'acme-evidence' }),
        callAt(9, 's3', 'DeleteBucketTagging', { bucketName: 'acme-evidence' }),
        callAt(9, 's3', 'PutBucketVersioning', {
          bucketName: 'acme-evidence',
          VersioningConfiguration: { Status: 'Enabled' },
        }),
        callAt(9, 's3', 'PutBucketLifecycle', {
          bucketName: 'acme-evidence',
          LifecycleConfiguration: { Rule: { Status: 'Enabled', Transition: { Days: 30 } } },
        }),
      ].map((record) => sequence(trail, record)),
      sequence(trail, ...byPipeline(sequence(lifecycle(10, 'acme-evidence'))).records),
      sequence(trail, ...refused(sequence(lifecycle(10, 'acme-evidence'))).records),
    ],
  },
};
