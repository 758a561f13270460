import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { byHand, byOutsider, byOutsiders } from '../writing/callers';
import { anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { done, on, when } from '../writing/trail-rules';

/** A database or table that is called like what records are kept in. */
function namesLogs(call: TrailCall): boolean {
  const names = ['databaseName', 'name', 'tableName', 'tableInput.name', 'databaseInput.name'];
  return names.some((name) => /trail|flow|log|audit|secur|access/i.test(call.text(name) ?? ''));
}

/**
 * Tampering with what is recorded: CloudTrail, VPC flow logs, DNS query logs. Calls that no deployment makes are told
 * whoever makes them, the deploy roles included. A trail that is added is CIS CloudWatch.5's, at low; a flow log that
 * is added takes nothing away and has no filter.
 */
export const trailTampering: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'trail-stopped',
    title: 'CloudTrail logging stopped',
    severity: 'critical',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: { kind: 'filter', pattern: jsonPattern(calls('cloudtrail', 'StopLogging'), SUCCEEDED) },
    alarm: onFirst,
    runbook: {
      meaning:
        'A trail was told to stop. If it is the one that feeds these alarms, this is the last record it delivers.',
      impact: 'From now on nothing here sees what happens, and every quiet detection means nothing.',
      diagnosis: [
        'Now: aws cloudtrail get-trail-status --name <requestParameters.name>; look at IsLogging and StopLoggingTime.',
        'In the record, look at userIdentity.arn, sourceIPAddress and userAgent; over the hour before, list every call of that arn.',
        'For the time since, use aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=<user>: the event history goes on for 90 days without a trail.',
      ],
      response: [
        'Start it: aws cloudtrail start-logging --name <trail>.',
        'Cut off the caller: aws iam update-access-key --status Inactive --access-key-id <key> --user-name <user>, or a deny on aws:TokenIssueTime for a role.',
        'Go through the gap with lookup-events in every region that you use, IAM and ECS first.',
        'Deny cloudtrail:StopLogging to everybody with a service control policy.',
      ],
    },
  },
  {
    id: 'trail-deleted',
    title: 'CloudTrail trail deleted',
    severity: 'high',
    attack: ['T1685.002', 'T1070'],
    set: 'tuned',
    detector: { kind: 'filter', pattern: jsonPattern(calls('cloudtrail', 'DeleteTrail'), SUCCEEDED) },
    alarm: onFirst,
    runbook: {
      meaning: 'A trail is gone, with its selectors and its delivery; files already in the bucket stay.',
      impact: 'If it fed these alarms, they are blind until it is made again.',
      diagnosis: [
        'Now: aws cloudtrail describe-trails --include-shadow-trails; is a multi-region trail left that delivers to this log group?',
        'In the record, look at requestParameters.name and userIdentity.arn; over the hour before, list every call of that arn.',
        'In the same hour, look for DeleteBucket, PutBucketLifecycle and DeleteLogGroup: the second half of covering tracks.',
      ],
      response: [
        'Deploy the log archive stack again: it makes the trail as it was.',
        'Until then: aws cloudtrail create-trail --name <name> --s3-bucket-name <bucket> --is-multi-region-trail --enable-log-file-validation, then start-logging.',
        'Cut off the caller and go through the gap with aws cloudtrail lookup-events.',
      ],
    },
  },
  {
    id: 'trail-changed',
    title: 'CloudTrail trail or its event selectors changed',
    severity: 'high',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // A pipeline may set a trail, but not turn these three off.
      pattern: jsonPattern(
        calls('cloudtrail', 'UpdateTrail', 'PutEventSelectors'),
        SUCCEEDED,
        anyOf(
          '($.requestParameters.isMultiRegionTrail IS FALSE)',
          '($.requestParameters.includeGlobalServiceEvents IS FALSE)',
          '($.requestParameters.enableLogFileValidation IS FALSE)',
          byOutsiders(deployRoles),
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'The trail was pointed elsewhere or records less: other bucket, log group or key, one region, no validation, or fewer events.',
      impact: 'Logging looks on, yet what matters may no longer be in it.',
      diagnosis: [
        'In the record, look at requestParameters: s3BucketName, cloudWatchLogsLogGroupArn, kmsKeyId, isMultiRegionTrail, enableLogFileValidation.',
        'For PutEventSelectors, look at includeManagementEvents, readWriteType, excludeManagementEventSources or advancedEventSelectors.',
        'Now: aws cloudtrail get-event-selectors --trail-name <trail>, and compare with the log archive stack.',
        'From eventTime until now, compare the number of records an hour and region with the day before.',
      ],
      response: [
        'Deploy the log archive stack again, or: aws cloudtrail put-event-selectors --trail-name <trail> --event-selectors ReadWriteType=All,IncludeManagementEvents=true.',
        'Or: aws cloudtrail update-trail --name <trail> --is-multi-region-trail --include-global-service-events --enable-log-file-validation.',
        'Cut off the caller; for the time between, use aws cloudtrail lookup-events.',
      ],
    },
  },
  {
    id: 'audit-store-changed',
    title: 'Audit store or audit tables changed',
    severity: 'medium',
    attack: ['T1685.002', 'T1485'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Crawlers update Glue tables all day, so of those only what is deleted counts.
      pattern: jsonPattern(
        SUCCEEDED,
        anyOf(
          `(${calls('cloudtrail', 'PutInsightSelectors', 'UpdateEventDataStore', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', '*OrganizationDelegatedAdmin')})`,
          `(${calls('glue', '*DeleteTable', 'DeleteDatabase')})`,
          `(${calls('athena', 'DeleteWorkGroup', 'UpdateWorkGroup')})`,
        ),
        byOutsiders(deployRoles),
      ),
      beyond: [
        // Crawlers are roles: what people write by hand there is no crawl. Tables of other teams are their affair.
        when(
          on('glue', 'UpdateTable', 'UpdateDatabase', '*DeletePartition', 'BatchDeleteTableVersion'),
          (call) => call.succeeded && byHand(call) && namesLogs(call),
        ),
        done(byHand, 'glue', 'UpdateCatalog', 'PutDataCatalogEncryptionSettings', 'DeleteResourcePolicy'),
        done(byOutsider, 'athena', '*SystemTableConfiguration'),
        done(byHand, 'athena', 'UpdateNamedQuery', 'DeleteNamedQuery', 'DeleteDataCatalog'),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'An event data store, Insights, the delegated administrator of CloudTrail, or the tables, workgroup or questions of the audit changed outside the pipeline.',
      impact:
        'Questions about the past get no answer, or fewer rows than there were; the files in S3 are not touched by this.',
      diagnosis: [
        'In the record, look at eventName and requestParameters: eventDataStore, or databaseName and name, or workGroup.',
        'Now: aws cloudtrail list-event-data-stores, aws glue get-tables --database-name <database>, aws athena list-work-groups.',
        'Over the hour around it, list every call of the same userIdentity.arn for changes of trails and buckets.',
      ],
      response: [
        'Within seven days: aws cloudtrail restore-event-data-store --event-data-store <arn>; aws cloudtrail start-event-data-store-ingestion --event-data-store <arn>.',
        'Deploy the audit stack again: it makes tables, workgroup and saved queries as they were.',
      ],
    },
  },
  {
    id: 'audit-record-oversized',
    title: 'Request too large to be recorded in full',
    severity: 'medium',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          '($.requestParameters.omitted IS TRUE)',
          '($.requestParameters.omitted = "true")',
          '($.requestParameters.reason = "requestParameters too large")',
        ),
        '($.readOnly IS FALSE)',
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A changing call had more than 100 KB of parameters, so CloudTrail kept their size and left them out.',
      impact:
        'Padding a policy or a task definition with blanks hides what it says from every detection that reads parameters.',
      diagnosis: [
        'In the record, look at eventName, userIdentity.arn and requestParameters.originalSize: just above 102,400 is the trick, a round template is not.',
        'Now, read the thing itself: aws iam get-role-policy, aws ecs describe-task-definition or aws cloudformation get-template, by eventName.',
        'Over the 30 days before, check whether this arn makes calls of this size.',
      ],
      response: [
        'Undo what should not be: delete the policy version, deregister the task definition.',
        'Cut off the caller if the content was hidden on purpose, and go through what it did in that hour.',
      ],
    },
  },
  {
    id: 'flow-logs-deleted',
    title: 'VPC flow logs or DNS query logs deleted',
    severity: 'high',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          `(${calls('ec2', 'DeleteFlowLogs')})`,
          `(${calls('route53resolver', 'DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig')})`,
        ),
        SUCCEEDED,
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'The record of who talked to whom, or of which names were looked up, ends for a VPC, subnet or interface.',
      impact:
        'SSH findings and network audits are blind there; a flow log cannot be changed in place, so a replacement also begins with this.',
      diagnosis: [
        'In the record, look at requestParameters.DeleteFlowLogsRequest.FlowLogId, or resolverQueryLogConfigId.',
        'Over the 10 minutes after it, look for CreateFlowLogs on the same VPC by the same userIdentity.arn: a replacement; or DeleteVpc: a teardown.',
        'Now: aws ec2 describe-flow-logs --filter Name=resource-id,Values=<vpc>; look at FlowLogStatus.',
      ],
      response: [
        'Deploy the log archive stack again, or: aws ec2 create-flow-logs --resource-type VPC --resource-ids <vpc> --traffic-type ALL --max-aggregation-interval 60 --log-group-name <group> --deliver-logs-permission-arn <role>.',
        'For DNS: aws route53resolver create-resolver-query-log-config, then associate it with the VPC.',
        'Cut off the caller if nobody claims it, and look at what else it did in that hour.',
      ],
    },
  },
];
