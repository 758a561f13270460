import {
  byPipeline,
  byService,
  callAt,
  one,
  refused,
  sequence,
  type TrailExampleTable,
} from './trail-example';

const exported = one('logs', 'CreateExportTask', { logGroupName: '/shop/orders', destination: 'elsewhere' });
const replicated = one('s3', 'PutBucketReplication', { bucketName: 'shop-data' });
const table = one('dynamodb', 'DeleteTable', { tableName: 'orders' });
const expiry = (days: number) =>
  one('s3', 'PutBucketLifecycle', {
    bucketName: 'shop-data',
    LifecycleConfiguration: { Rule: { ID: 'all', Status: 'Enabled', Expiration: { Days: days } } },
  });
const versioning = (Status: string) =>
  one('s3', 'PutBucketVersioning', { bucketName: 'shop-data', VersioningConfiguration: { Status } });
const backups = (pointInTimeRecoveryEnabled: boolean) =>
  one('dynamodb', 'UpdateContinuousBackups', {
    tableName: 'orders',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled },
  });
const code = one('lambda', 'CreateFunction20150331', { functionName: 'f', role: 'admin' });
const leaver = (minutes: number, eventName: string, userName: string) =>
  callAt(minutes, 'iam', eventName, { userName });

export const dataExamples: TrailExampleTable = {
  'data-led-elsewhere': {
    fires: [
      exported,
      replicated,
      one('dynamodb', 'ExportTableToPointInTime', { tableArn: 't', s3Bucket: 'elsewhere' }),
    ],
    staysSilent: [
      byPipeline(exported),
      refused(replicated),
      byService(exported),
      one('logs', 'StartQuery', { logGroupName: '/shop/orders' }),
    ],
  },
  'data-destroyed-by-hand': {
    fires: [
      table,
      expiry(1),
      versioning('Suspended'),
      backups(false),
      one('rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'd', deletionProtection: false }),
    ],
    staysSilent: [
      byPipeline(table),
      expiry(90),
      versioning('Enabled'),
      backups(true),
      one('dynamodb', 'UpdateTable', { tableName: 'orders', deletionProtectionEnabled: true }),
    ],
  },
  'code-handed-to-service': {
    fires: [code, one('glue', 'UpdateJob', { jobName: 'j', jobUpdate: { role: 'admin' } })],
    staysSilent: [
      byPipeline(code),
      refused(code),
      one('glue', 'StartJobRun', { jobName: 'j' }),
      one('lambda', 'ListFunctions20150331', {}),
    ],
  },
  'iam-access-removed-in-bulk': {
    fires: [
      sequence(
        leaver(0, 'DeleteLoginProfile', 'ana'),
        leaver(2, 'DeleteLoginProfile', 'ben'),
        leaver(4, 'DeleteAccessKey', 'cleo'),
        leaver(6, 'DeleteUser', 'dan'),
      ),
    ],
    staysSilent: [
      // All of what one person had.
      sequence(
        leaver(0, 'DeleteLoginProfile', 'ana'),
        leaver(1, 'DeleteAccessKey', 'ana'),
        leaver(2, 'RemoveUserFromGroup', 'ana'),
        leaver(3, 'DeleteSSHPublicKey', 'ana'),
        leaver(4, 'DeleteUser', 'ana'),
      ),
      // Four in an hour are a day's work.
      sequence(...['ana', 'ben', 'cleo', 'dan'].map((user, index) => leaver(index * 20, 'DeleteUser', user))),
    ],
  },
};
