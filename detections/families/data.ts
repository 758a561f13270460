import { numberAt, objectsAt, textAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byHand, byOutsider } from '../writing/callers';
import { atLeast, BY_TARGET, done, on, storiesBy, when } from '../writing/trail-rules';

/** Whoever wants objects gone without a call that deletes them lets a lifecycle do it within a week. */
const SOON_DAYS = 7;

const byHandDone = (call: TrailCall) => call.succeeded && byHand(call);

/** A lifecycle rule that expires objects within days; S3 writes one rule as an object and several as a list. */
function expiresSoon(call: TrailCall): string | false {
  if (!byHandDone(call)) return false;
  const days = objectsAt(call.request, 'LifecycleConfiguration.Rule[]')
    .map((rule) => numberAt(rule, 'Expiration.Days') ?? Number(textAt(rule, 'Expiration.Days') ?? Number.NaN))
    .filter((number) => number <= SOON_DAYS);
  return (
    days.length > 0 && `objects expire after ${Math.min(...days)} day${Math.min(...days) === 1 ? '' : 's'}`
  );
}

/** Versions are what a deleted object is restored from. */
const isSuspended = (call: TrailCall) =>
  byHandDone(call) && call.text('VersioningConfiguration.Status') === 'Suspended';

/** Off, or back-up kept for no days. */
function isUnprotected(call: TrailCall): boolean {
  const { request } = call;
  return (
    byHandDone(call) &&
    (request['deletionProtectionEnabled'] === false ||
      request['deletionProtection'] === false ||
      request['backupRetentionPeriod'] === 0 ||
      textAt(request, 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled') === 'false' ||
      objectsAt(request, 'pointInTimeRecoverySpecification').some(
        (spec) => spec['pointInTimeRecoveryEnabled'] === false,
      ))
  );
}

/** What leads data to a place where somebody else waits for it. */
const LED_ELSEWHERE = [
  done(byHand, 'logs', 'CreateExportTask', 'PutDestination', 'PutIntegration', 'PutSyslogConfiguration'),
  done(
    byHand,
    'logs',
    'PutDeliveryDestination*',
    'AssociateSourceToS3TableIntegration',
    'CreateScheduledQuery',
  ),
  done(byHand, 'monitoring', 'PutMetricStream'),
  done(byHand, 'events', 'CreateApiDestination', 'UpdateApiDestination', 'CreateEndpoint', 'UpdateEndpoint'),
  done(byHand, 'dynamodb', 'ExportTableToPointInTime', 'EnableKinesisStreamingDestination'),
  done(byHand, 'dynamodb', 'CreateGlobalTable', 'UpdateGlobalTable'),
  done(byHand, 's3', 'PutBucketReplication', 'PutBucketInventoryConfiguration', 'CreateJob'),
  done(byHand, 's3', 'PutBucketAnalyticsConfiguration', 'PutStorageLensConfiguration'),
  done(byHand, 'ec2', 'CreateFlowLogs'),
  done(byHand, 'guardduty', 'CreatePublishingDestination'),
  done(byHand, 'securityhub', 'CreateConnectorV2', 'CreateConnector'),
  done(byHand, 'cloudtrail', 'CreateChannel', 'EnableFederation'),
  done(byHand, 'lambda', 'PutFunctionEventInvokeConfig*', 'UpdateFunctionEventInvokeConfig*'),
  done(byHand, 'firehose', 'CreateDeliveryStream', 'UpdateDestination'),
  done(byHand, 'glue', 'CreateIntegration', 'ModifyIntegration', 'PutDataCatalogExportConfiguration'),
];

/** Data and what it lies in: led elsewhere, destroyed, or worked on by code that a service runs. */
export const data: DetectionFamily = () => [
  {
    id: 'data-led-elsewhere',
    title: 'Logs, records, tables or objects led to another place by hand',
    severity: 'medium',
    attack: ['T1537', 'T1020'],
    set: 'tuned',
    detector: storiesBy(BY_TARGET, ...LED_ELSEWHERE),
    runbook: {
      meaning:
        'An export, a stream, a replication, a batch job or a destination was set up by somebody who does not deploy: what lies in logs, tables or buckets is copied from now on, or once and whole.',
      impact: 'Data leaves by a service of AWS, with no connection that a flow log of the VPC shows.',
      diagnosis: [
        'Where does it go: destination, bucket, stream or URL in requestParameters; whose account does it name?',
        'Over the day after eventTime, look for further exports by the same userIdentity.arn, and for reads of the copy.',
        'Since eventTime, compare size and time of what was copied with what the team moves usually.',
      ],
      response: [
        'Stop it while it runs: cancel the export or job, delete the replication rule, stream or destination.',
        'Treat what was copied as read, and keep the records of who set it up.',
      ],
    },
  },
  {
    id: 'data-destroyed-by-hand',
    title: 'Table, queue, database, backup or objects destroyed or left unprotected by hand',
    severity: 'medium',
    attack: ['T1485', 'T1490'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byHand,
        'dynamodb',
        'DeleteTable',
        'DeleteBackup',
        'UpdateTimeToLive',
        'DisableKinesisStreamingDestination',
      ),
      when(on('dynamodb', 'UpdateTable', 'UpdateContinuousBackups'), isUnprotected),
      done(byHand, 'sqs', 'DeleteQueue', 'PurgeQueue'),
      // S3 deletes empty buckets only; what empties them is data events, or a lifecycle.
      done(byHand, 's3', 'DeleteAccessPoint', 'DeleteMultiRegionAccessPoint'),
      when(on('s3', 'PutBucketLifecycle*'), expiresSoon),
      when(on('s3', 'PutBucketVersioning'), isSuspended),
      done(byHand, 's3', 'PutBucketEncryption', 'DeleteBucketReplication', 'DeleteBucketEncryption'),
      done(
        byHand,
        'rds',
        'DeleteDBInstance',
        'DeleteDBCluster',
        'DeleteDBSnapshot',
        'DeleteDBClusterSnapshot',
      ),
      when(on('rds', 'ModifyDBInstance', 'ModifyDBCluster'), isUnprotected),
      done(byHand, 'glue', 'DeleteCatalog'),
    ),
    runbook: {
      meaning:
        'Somebody who does not deploy deleted or emptied a store, gave its objects a few days to live, or took off what it is restored from: versions, backups, deletion protection, its key.',
      impact:
        'Services that use it fail; without versions and backups the data does not come back, which is what an extortionist needs.',
      diagnosis: [
        'What is it: requestParameters.tableName, queueUrl, bucketName or dBInstanceIdentifier; which service uses it now?',
        'Over the 24 hours before, was it copied: exports, snapshots, replication by the same userIdentity.arn?',
        'From eventTime until now, list what else that identity deleted, and in which regions.',
      ],
      response: [
        'Restore what can be restored: a bucket is emptied by its lifecycle at midnight UTC, so take the rule off before.',
        'Cut off the caller, then deploy the stack that owns the store.',
      ],
    },
  },
  {
    id: 'code-handed-to-service',
    title: 'Code given by hand to a service that runs it with a role',
    severity: 'medium',
    attack: ['T1648', 'T1548.005'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byHand,
        'lambda',
        'CreateFunction20*',
        'CreateEventSourceMapping*',
        'UpdateAlias*',
        'PublishLayerVersion*',
      ),
      done(
        byHand,
        'lambda',
        'PutFunctionCodeSigningConfig*',
        'DeleteFunctionCodeSigningConfig*',
        'UpdateCodeSigningConfig*',
      ),
      done(byHand, 'lambda', 'DeleteCodeSigningConfig*', 'PutRuntimeManagementConfig*'),
      done(
        byHand,
        'glue',
        'CreateJob',
        'UpdateJob',
        'CreateDevEndpoint',
        'UpdateDevEndpoint',
        'CreateSession',
      ),
      done(
        byHand,
        'glue',
        'RunStatement',
        'UpdateJobFromSourceControl',
        'CreateConnection',
        'UpdateConnection',
      ),
      done(byHand, 'athena', 'StartSession', 'StartCalculationExecution', 'CreatePresignedNotebookUrl'),
      done(byHand, 'athena', 'CreateDataCatalog', 'UpdateDataCatalog'),
      done(byHand, 's3', '*AccessPointForObjectLambda', 'PutAccessPointConfigurationForObjectLambda'),
      done(
        byHand,
        'sagemaker',
        'CreateNotebookInstance',
        'CreatePresignedNotebookInstanceUrl',
        'CreateProcessingJob',
      ),
      done(byHand, 'states', 'CreateStateMachine', 'UpdateStateMachine'),
    ),
    runbook: {
      meaning:
        'A function, job, notebook, session or state machine was made or rewritten by somebody who does not deploy; what it says runs with the role that it was given, and not with the rights of who wrote it.',
      impact:
        'Whoever may pass a role has its rights that way, and code that waits for an event comes back after every key is changed.',
      diagnosis: [
        'Which role: requestParameters.role, and what may it do now: `aws iam list-attached-role-policies --role-name <name>`.',
        'From eventTime until now, list the calls by that role, its session being named like the function or job.',
        'What starts it: a mapping, a trigger or a URL that was made in the same hour by the same userIdentity.arn?',
      ],
      response: [
        'Take the trigger off first, then delete the code after keeping a copy.',
        'Revoke the sessions of its role, and let people pass that role to nothing (iam:PassRole).',
      ],
    },
  },
  {
    id: 'iam-access-removed-in-bulk',
    title: 'Users, passwords, keys or roles removed in a row',
    severity: 'high',
    attack: ['T1531'],
    set: 'tuned',
    detector: atLeast(
      4,
      30,
      [
        done(
          byHand,
          'iam',
          'DeleteUser',
          'DeleteLoginProfile',
          'DeleteAccessKey',
          'DeleteRole',
          'DeleteGroup',
        ),
        done(byHand, 'iam', 'RemoveUserFromGroup', 'DeleteSSHPublicKey', 'DeleteSigningCertificate'),
        done(
          byHand,
          'iam',
          'DeleteServiceSpecificCredential',
          'DeleteSAMLProvider',
          'DeleteOpenIDConnectProvider',
        ),
        done(
          byHand,
          'iam',
          'DeleteInstanceProfile',
          'RemoveRoleFromInstanceProfile',
          'DeleteServerCertificate',
        ),
        done(
          byOutsider,
          'sso',
          'DeleteAccountAssignment',
          'DeletePermissionSet',
          'DeleteApplicationAssignment',
        ),
        done(byOutsider, 'identitystore', 'DeleteUser', 'DeleteGroup', 'DeleteGroupMembership'),
      ],
      { distinct: removed },
    ),
    runbook: {
      meaning:
        'Within half an hour one identity, which does not deploy, took access from at least four users, groups, roles or providers. Who cleans up after somebody who left removes the things of one.',
      impact: 'Those who could stop what comes next cannot sign in any more.',
      diagnosis: [
        'Whose access: the evidence names each userName or roleName; are those of security and on-call among them?',
        'Over the 2 hours before, how did userIdentity.arn come in, and which keys or users did it make for itself?',
      ],
      response: [
        'Sign in with the break-glass user, revoke the sessions of the caller, and only then restore the others.',
        'Hold everything since eventTime to be done by an intruder until its owner answers.',
      ],
    },
  },
];

/** Whom or what a call took access from. */
function removed(call: TrailCall): string | undefined {
  const of = ['userName', 'roleName', 'groupName', 'sAMLProviderArn', 'openIDConnectProviderArn'];
  const more = ['principalId', 'permissionSetArn', 'userId', 'groupId', 'instanceProfileName'];
  return [...of, ...more].map((name) => call.text(name)).find((text) => text !== undefined);
}
