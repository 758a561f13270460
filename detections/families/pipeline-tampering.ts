import { statementsOf } from '../../analysis/trail/policy-document';
import type { TrailCall } from '../../analysis/trail/trail-call';
import { DEFAULT_DEPLOYMENT_NAME, type DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { BY_A_PERSON, byHand, byOutsider, byOutsiders } from '../writing/callers';
import { allOf, anyOf, calls, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { done, on, when } from '../writing/trail-rules';

const WEAKENS_BUCKET = on(
  's3',
  ...['DeleteBucket*', 'PutBucketPolicy', 'PutBucketAcl', 'PutBucketLifecycle*', 'PutBucketVersioning'],
  ...['PutBucketEncryption', 'PutBucketNotification', 'PutBucketOwnershipControls', 'PutBucketWebsite'],
  ...[
    'PutBucketReplication',
    'PutBucketObjectLockConfiguration',
    'PutObjectLockConfiguration',
    'PutBucketLogging',
  ],
);

/** Buckets that keep evidence under another word; a deny in whose policy shuts CloudTrail out; any bucket. */
function archiveWeakened(call: TrailCall): string | false {
  if (!call.succeeded || !byOutsider(call)) return false;
  const name = call.text('bucketName') ?? '';
  if (/audit|archive|evidence|forensic|siem/i.test(name)) return `of ${name}`;
  const denied = statementsOf(call.request['bucketPolicy']).filter(({ effect }) => effect === 'Deny');
  const isShut = denied.some(({ services }) => services.some((service) => LOGGERS.includes(service)));
  return isShut && 'its policy shuts a logging service out';
}

/** An alarm that is written without actions, or under another that keeps it quiet. */
function writtenSilent(call: TrailCall): boolean {
  if (!call.succeeded || !byOutsider(call)) return false;
  return call.request['actionsEnabled'] === false || call.text('actionsSuppressor') !== undefined;
}

/** Written over so that it does not run. */
function writtenDisabled(call: TrailCall): boolean {
  const { request } = call;
  return (
    call.succeeded && byOutsider(call) && (request['state'] === 'DISABLED' || request['enabled'] === false)
  );
}

const LOGGERS: readonly string[] = [
  ...['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com', 'config.amazonaws.com'],
  ...['logging.s3.amazonaws.com', 'guardduty.amazonaws.com'],
];

/**
 * Tampering with the pipeline itself, from the log group to the message on the phone.
 *
 * Deployments of the pipeline make most of these calls, so those count only from others than the deploy roles; what
 * no deployment does is told whoever does it. Topics are known by the name of the deployment; the other
 * filters know no names of ours: they watch every log group and alarm of the account, and buckets by the words log and trail in their names. Objects deleted from such a bucket
 * leave records only where data events are paid for; the trail's own digests tell them (validate-logs).
 */
export const pipelineTampering: DetectionFamily = ({
  deployRoles,
  deploymentName = DEFAULT_DEPLOYMENT_NAME,
}) => [
  {
    id: 'log-delivery-cut',
    title: 'Log group, log stream or log filter deleted',
    severity: 'high',
    attack: ['T1685.002', 'T1070', 'T1485'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls(
          'logs',
          'DeleteLogGroup',
          'DeleteLogStream',
          'DeleteMetricFilter',
          'DeleteSubscriptionFilter',
          'DeleteDestination',
          'DisassociateKmsKey',
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Logs, or a filter that turns them into alarms and findings, were deleted, or their encryption was taken off, not by the pipeline.',
      impact: 'Deleted log events are gone for good; without its filter a detection stays green for ever.',
      diagnosis: [
        'In the record, look at requestParameters.logGroupName and filterName: is it the group of the trail or of the flow logs?',
        'Now: aws logs describe-metric-filters --log-group-name <group>, and compare the count with the catalogue.',
        'Over the hour before, list every call of the same userIdentity.arn: what was there to hide?',
      ],
      response: [
        'Deploy the detection stack again: it puts back filters and subscriptions.',
        'Read the lost hours from the trail bucket in S3, with the audit queries.',
        'Cut off the caller if nobody claims it.',
      ],
    },
  },
  {
    id: 'log-settings-changed',
    title: 'Log filter, subscription or retention changed outside the pipeline',
    severity: 'medium',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Constructs set retention with a function of their own, so there only people count.
      pattern: jsonPattern(
        '($.eventSource = "logs.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          `(${allOf(
            anyOf('($.eventName = "PutRetentionPolicy")', '($.eventName = "DeleteRetentionPolicy")'),
            BY_A_PERSON,
          )})`,
          `(${allOf(
            anyOf(
              '($.eventName = "PutMetricFilter")',
              '($.eventName = "PutSubscriptionFilter")',
              '($.eventName = "PutDataProtectionPolicy")',
              '($.eventName = "PutTransformer")',
              '($.eventName = "PutResourcePolicy")',
              '($.eventName = "DeleteResourcePolicy")',
            ),
            byOutsiders(deployRoles),
          )})`,
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A filter pattern, a subscription, a mask, or the time that logs are kept was changed by hand.',
      impact:
        'A pattern that was overwritten matches nothing, a new subscription copies the logs elsewhere, and a retention of one day deletes the evidence tomorrow.',
      diagnosis: [
        'In the record, look at requestParameters.logGroupName with filterPattern, destinationArn or retentionInDays.',
        'For a filter of ours, compare filterPattern with what `npx harborwatch detections <id>` prints: it must be the same byte for byte.',
        'Over the hour after it, look for DeleteLogStream or DeleteLogGroup on the same group.',
      ],
      response: [
        'Deploy the detection stack again; it sets patterns and retention.',
        'Keep the logs meanwhile: aws logs put-retention-policy --log-group-name <group> --retention-in-days 365.',
        'Remove a foreign subscription: aws logs delete-subscription-filter --log-group-name <group> --filter-name <name>.',
      ],
    },
  },
  {
    id: 'alarm-silenced',
    title: 'CloudWatch alarm deleted, disabled, muted or forced to OK',
    severity: 'high',
    attack: ['T1685'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        '($.eventSource = "monitoring.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          '($.eventName = "DisableAlarmActions")',
          '(($.eventName = "SetAlarmState") && ($.requestParameters.stateValue = "OK"))',
          `(${allOf(
            anyOf(
              '($.eventName = "DeleteAlarms")',
              '($.eventName = "PutAlarmMuteRule")',
              '(($.eventName = "PutMetricAlarm") && ($.requestParameters.actionsEnabled IS FALSE))',
            ),
            byOutsiders(deployRoles),
          )})`,
        ),
      ),
      beyond: [when(on('monitoring', 'PutCompositeAlarm', 'PutLogAlarm'), writtenSilent)],
    },
    alarm: onFirst,
    runbook: {
      meaning: 'An alarm was deleted, lost its actions, was muted by a rule, or was set to OK by hand.',
      impact: 'What it watched can happen without a message.',
      diagnosis: [
        'In the record, look at requestParameters.alarmNames or alarmName: an id of the catalogue is a detection that no longer tells.',
        'Now: aws cloudwatch describe-alarms --alarm-names <name>; look at ActionsEnabled and StateReason; aws cloudwatch list-alarm-mute-rules.',
        'From eventTime until now, ask the audit queries what that detection would have told.',
      ],
      response: [
        'Switch it on: aws cloudwatch enable-alarm-actions --alarm-names <name>, or aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name <name>.',
        'Deploy the detection stack again if it was deleted.',
        'Cut off the caller if nobody claims it; people who are tired of an alarm should change its threshold in the settings.',
      ],
    },
  },
  {
    id: 'notification-path-cut',
    title: 'SNS topic or subscription of the monitoring removed or changed',
    severity: 'high',
    attack: ['T1685'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls(
          'sns',
          'DeleteTopic',
          'Unsubscribe',
          'SetTopicAttributes',
          'SetSubscriptionAttributes',
          'RemovePermission',
        ),
        SUCCEEDED,
        // The topics of this deployment, whatever leads to them: people leave other topics every day.
        anyOf(
          `($.requestParameters.topicArn = "*:${deploymentName}-*")`,
          `($.requestParameters.subscriptionArn = "*:${deploymentName}-*")`,
        ),
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A topic of this deployment, a subscriber, a topic policy, key or filter was taken away or changed, not by the pipeline.',
      impact: 'Alarms go red and nobody hears of it; you read this because one path was left.',
      diagnosis: [
        'In the record, look at requestParameters.topicArn or subscriptionArn, and attributeName: Policy, KmsMasterKeyId and FilterPolicy can each stop messages.',
        'Now: aws sns list-subscriptions-by-topic --topic-arn <topic>; look for PendingConfirmation and for names that are missing.',
        'From eventTime until now, look at the metric NumberOfNotificationsFailed of the topic.',
      ],
      response: [
        'Deploy the detection stack again; people confirm their subscription by mail.',
        'Try the path: aws sns publish --topic-arn <topic> --subject test --message test.',
        'Go through the alarms that changed state meanwhile: aws cloudwatch describe-alarm-history --history-item-type StateUpdate --start-date <eventTime>.',
      ],
    },
  },
  {
    id: 'lambda-function-changed',
    title: 'Code, configuration or access of a Lambda function changed',
    severity: 'medium',
    attack: ['T1525', 'T1685', 'T1098'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Event names of Lambda end in a version of the API: UpdateFunctionCode20150331v2.
      pattern: jsonPattern(
        calls(
          'lambda',
          'UpdateFunctionCode*',
          'UpdateFunctionConfiguration*',
          'AddPermission*',
          'CreateFunctionUrlConfig*',
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A function got other code, layers, environment or callers, not from the pipeline; the analyzers are functions too.',
      impact:
        'An analyzer that was emptied finds nothing; any function that was changed runs foreign code with its role.',
      diagnosis: [
        'In the record, look at requestParameters.functionName, layers and principal, and at responseElements.codeSha256.',
        'Compare codeSha256 with the last UpdateFunctionCode of the pipeline, over the 30 days before.',
        'From eventTime until now, list the calls by the role of the function (responseElements.role) that it never made before.',
      ],
      response: [
        'Deploy the stack that owns the function again.',
        'Take away a caller: aws lambda remove-permission --function-name <name> --statement-id <id>.',
        'Stop it meanwhile, if it does harm: aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions 0.',
      ],
    },
  },
  {
    id: 'analyzer-stopped',
    title: 'Lambda function, schedule or event rule switched off or deleted',
    severity: 'high',
    attack: ['T1685', 'T1489'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        SUCCEEDED,
        anyOf(
          '($.eventName = "DeleteFunction201*")',
          '($.eventName = "DeleteEventSourceMapping*")',
          '($.eventName = "RemovePermission201*")',
          '(($.eventName = "PutFunctionConcurrency*") && ($.requestParameters.reservedConcurrentExecutions = 0))',
          `(${calls('events', 'DisableRule', 'DeleteRule', 'RemoveTargets')})`,
          `(${calls('scheduler', 'DeleteSchedule')})`,
          '(($.eventName = "UpdateSchedule") && ($.requestParameters.state = "DISABLED"))',
        ),
        byOutsiders(deployRoles),
      ),
      beyond: [
        when(on('events', 'PutRule'), writtenDisabled),
        when(on('lambda', 'UpdateEventSourceMapping*'), writtenDisabled),
        done(byHand, 'scheduler', 'DeleteScheduleGroup'),
        done(
          byHand,
          'events',
          'DeleteEventBus',
          'UpdateEventBus',
          'DeauthorizeConnection',
          'DeleteConnection',
        ),
        done(byHand, 'events', 'DeleteApiDestination', 'DeactivateEventSource', 'DeleteEndpoint'),
        done(byHand, 'events', 'UpdateConnection', 'RemovePermission', 'DeletePartnerEventSource'),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A function was deleted or throttled to nothing, or what calls it was switched off, not by the pipeline.',
      impact:
        'If it is an analyzer or the context of alarms, findings and facts in messages stop without an error.',
      diagnosis: [
        'In the record, look at requestParameters.functionName, or name and rule: does it belong to the detection stack?',
        'Now: aws lambda get-function --function-name <name>; aws events describe-rule --name <rule>, field State.',
        'From eventTime until now, look at the metric Invocations of the function: it ends where the finding ends.',
      ],
      response: [
        'Switch it on: aws events enable-rule --name <rule>, aws lambda delete-function-concurrency --function-name <name>.',
        'Deploy the detection stack again if something is gone.',
        'Replay the logs of the gap: harborwatch replay <folder> --since <eventTime>.',
      ],
    },
  },
  {
    id: 'log-bucket-weakened',
    title: 'Bucket with logs deleted, opened or given other rules',
    severity: 'high',
    attack: ['T1070', 'T1485', 'T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        '($.eventSource = "s3.amazonaws.com")',
        SUCCEEDED,
        anyOf('($.requestParameters.bucketName = "*log*")', '($.requestParameters.bucketName = "*trail*")'),
        anyOf(
          '($.eventName = "DeleteBucket*")',
          '($.eventName = "PutBucketPolicy")',
          '($.eventName = "PutBucketAcl")',
          '($.eventName = "PutBucketLifecycle*")',
          '($.eventName = "PutBucketVersioning")',
          '($.eventName = "PutBucketPublicAccessBlock")',
          '($.eventName = "PutBucketReplication")',
          '($.eventName = "PutBucketObjectLockConfiguration")',
          '($.eventName = "PutObjectLockConfiguration")',
        ),
        byOutsiders(deployRoles),
      ),
      beyond: [when(WEAKENS_BUCKET, archiveWeakened)],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A bucket whose name says log or trail was deleted, or its policy, lifecycle, versioning, lock, encryption or public access changed, not by the pipeline.',
      impact:
        'The evidence can be read, altered or made to vanish; a lifecycle of one day empties the archive overnight.',
      diagnosis: [
        'In the record, look at requestParameters.bucketName and what stands beside it: LifecycleConfiguration.Rule.Expiration.Days, bucketPolicy, VersioningConfiguration.Status.',
        'Now: aws s3api get-bucket-lifecycle-configuration --bucket <name>, get-bucket-policy, get-bucket-versioning.',
        'Now: aws cloudtrail validate-logs --trail-arn <trail> --start-time <the day before>, to see whether files are missing.',
      ],
      response: [
        'Deploy the log archive stack again, or take the rule away before midnight UTC, when it runs: aws s3api delete-bucket-lifecycle --bucket <name>.',
        'Close public access: aws s3api put-public-access-block --bucket <name> --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true.',
        'With versioning, bring deleted objects back by removing their delete markers.',
      ],
    },
  },
  {
    id: 'kms-key-killed',
    title: 'KMS key disabled, scheduled for deletion or given another policy',
    severity: 'high',
    attack: ['T1485', 'T1486'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls(
          'kms',
          'DisableKey',
          'ScheduleKeyDeletion',
          'DeleteImportedKeyMaterial',
          'PutKeyPolicy',
          'DisableKeyRotation',
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
      beyond: [
        done(byOutsider, 'kms', 'DisconnectCustomKeyStore', 'DeleteCustomKeyStore', 'UpdateCustomKeyStore'),
        done(byHand, 'kms', 'ImportKeyMaterial', 'UpdateAlias', 'DeleteAlias', 'RevokeGrant'),
        done(byHand, 'kms', 'UpdatePrimaryRegion'),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A customer key was switched off, will be deleted, lost its material, or is ruled by another policy, not by the pipeline.',
      impact:
        'Logs, secrets and messages under it can no longer be read or written: tasks that need a secret do not start, alarms do not arrive.',
      diagnosis: [
        'In the record, look at requestParameters.keyId, pendingWindowInDays or policy.',
        'Now: aws kms describe-key --key-id <id>, field KeyState; aws kms list-aliases --key-id <id> says what it is for.',
        'From eventTime until now, look for records with errorCode KMSInvalidStateException, DisabledException or AccessDenied that name the key.',
      ],
      response: [
        'Bring it back: aws kms cancel-key-deletion --key-id <id>, then aws kms enable-key --key-id <id>.',
        'Put the former policy back: aws kms put-key-policy --key-id <id> --policy-name default --policy file://policy.json.',
        'If the new policy locks everybody out, open a case with AWS Support at once.',
      ],
    },
  },
  {
    id: 'detectors-disabled',
    title: 'GuardDuty, Config, Security Hub or Access Analyzer switched off',
    severity: 'high',
    attack: ['T1685'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        SUCCEEDED,
        anyOf(
          `(${allOf(
            '($.eventSource = "guardduty.amazonaws.com")',
            anyOf(
              '($.eventName = "DeleteDetector")',
              '($.eventName = "StopMonitoringMembers")',
              '($.eventName = "Disassociate*")',
              '($.requestParameters.enable IS FALSE)',
              '($.requestParameters.action = "ARCHIVE")',
            ),
          )})`,
          `(${calls('config', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel')})`,
          '($.eventName = "DisableSecurityHub")',
          `(${calls('access-analyzer', 'DeleteAnalyzer')})`,
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A detector, recorder or analyzer of AWS was deleted, stopped or paused, or GuardDuty was told to archive findings unseen.',
      impact:
        'The second pair of eyes is shut, in this region at least; attackers do it before the loud part.',
      diagnosis: [
        'In the record, look at eventSource, eventName and awsRegion; for a filter, read requestParameters.findingCriteria.',
        'Now: aws guardduty list-detectors, aws configservice describe-configuration-recorder-status, aws securityhub describe-hub.',
        'Over the hour before and after, list every call of the same userIdentity.arn, in all regions.',
      ],
      response: [
        'Switch it on: aws guardduty update-detector --detector-id <id> --enable, aws configservice start-configuration-recorder --configuration-recorder-name <name>, aws securityhub enable-security-hub.',
        'Remove an archiving filter: aws guardduty delete-filter --detector-id <id> --filter-name <name>.',
        'Cut off the caller; deny these calls with a service control policy.',
      ],
    },
  },
];
