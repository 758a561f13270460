-- Who switched off, cut, thinned or deleted anything that records or warns?
-- when: first of all when an incident is suspected: what is missing from the other answers?
-- attack: T1685.002, T1685, T1070, T1485
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: trail-stopped, trail-deleted, trail-changed, flow-logs-deleted, log-delivery-cut,
--    log-settings-changed, alarm-silenced, notification-path-cut, analyzer-stopped,
--    lambda-function-changed, log-bucket-weakened, kms-key-killed, audit-store-changed, detectors-disabled,
--    organization-left, trail-silent, cis-cloudwatch-5-trail-config-changed,
--    cis-cloudwatch-7-kms-key-disabled, cis-cloudwatch-8-bucket-policy-changed,
--    cis-cloudwatch-9-config-changed, chain-logging-cut-then-destruction, watching-cut-in-many-accounts,
--    own-chain-cut, own-chain-changed, own-chain-deployed, detectors-weakened, findings-hidden,
--    telemetry-weakened, tampering-refused, organization-changed, chain-recorder-set-up-then-cut
-- replay: yes
with
-- include api-calls

changes as (
    select
        case eventsource
            when 'cloudtrail.amazonaws.com' then 'trail'
            when 'ec2.amazonaws.com' then 'flow logs'
            when 'logs.amazonaws.com' then 'log groups'
            when 'monitoring.amazonaws.com' then 'alarms'
            when 'sns.amazonaws.com' then 'notifications'
            when 'lambda.amazonaws.com' then 'analyzers'
            when 'events.amazonaws.com' then 'analyzers'
            when 'scheduler.amazonaws.com' then 'analyzers'
            when 's3.amazonaws.com' then 'log buckets'
            when 'kms.amazonaws.com' then 'keys'
            when 'glue.amazonaws.com' then 'audit store'
            when 'athena.amazonaws.com' then 'audit store'
            when 'route53resolver.amazonaws.com' then 'DNS logs'
            else 'other detectors'
        end as what,
        eventtime,
        eventsource,
        eventname,
        substr(requestparameters, 1, 300) as request,
        errorcode,
        principal,
        sourceipaddress,
        region,
        eventid
    from api_calls
    where readonly = 'false'
        and (
            (
                eventsource = 'cloudtrail.amazonaws.com'
                and regexp_like(eventname, '^(Stop|Delete|Update|Put|CreateTrail|DisableFederation|(Der|R)egisterOrg|RemoveTags)')
            )
            or (eventsource = 'ec2.amazonaws.com' and eventname in ('DeleteFlowLogs', 'CreateFlowLogs'))
            or (eventsource = 'logs.amazonaws.com' and regexp_like(eventname, '^(Delete|PutMetricFilter|PutRetention|PutSubscription|PutResourcePolicy|PutAccountPolicy|PutTransformer|PutDataProtection|PutLogGroupDeletion|DisassociateKmsKey)'))
            or (
                eventsource = 'monitoring.amazonaws.com'
                and eventname in ('DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState', 'PutMetricAlarm', 'PutCompositeAlarm', 'PutAlarmMuteRule', 'DeleteDashboards', 'DeleteAnomalyDetector')
            )
            or (eventsource = 'sns.amazonaws.com' and eventname in ('DeleteTopic', 'Unsubscribe', 'Subscribe', 'SetTopicAttributes', 'SetSubscriptionAttributes', 'RemovePermission', 'AddPermission'))
            or (eventsource = 'lambda.amazonaws.com' and regexp_like(eventname, '^(DeleteFunction|UpdateFunction|DeleteEventSourceMapping|UpdateEventSourceMapping|PutResourcePolicy|AddPermission|RemovePermission|PutFunctionConcurrency)'))
            or (eventsource = 'events.amazonaws.com' and eventname in ('DisableRule', 'DeleteRule', 'RemoveTargets', 'PutRule', 'PutTargets'))
            or (eventsource = 'scheduler.amazonaws.com' and eventname in ('DeleteSchedule', 'UpdateSchedule'))
            or (
                eventsource = 's3.amazonaws.com'
                and eventname in (
                    'DeleteBucket', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketLifecycle',
                    'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle', 'PutBucketVersioning',
                    'DeleteBucketEncryption', 'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock',
                    'PutBucketReplication', 'PutObjectLockConfiguration', 'PutBucketLogging'
                )
            )
            or (eventsource = 'kms.amazonaws.com' and eventname in ('DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy', 'RevokeGrant', 'DisableKeyRotation', 'DeleteImportedKeyMaterial'))
            or (eventsource = 'glue.amazonaws.com' and regexp_like(eventname, '^(DeleteTable|UpdateTable|DeleteDatabase|DeletePartition|BatchDeletePartition)'))
            or (eventsource = 'athena.amazonaws.com' and eventname in ('DeleteWorkGroup', 'UpdateWorkGroup', 'DeleteNamedQuery'))
            or (eventsource = 'route53resolver.amazonaws.com' and eventname in ('DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'))
            or (eventsource = 'guardduty.amazonaws.com' and regexp_like(eventname, '^(Delete|Update|StopMonitoring|Disassociate|CreateIPSet|CreateTrustedEntitySet|CreateThreat|CreateFilter|ArchiveFindings)'))
            or (eventsource = 'config.amazonaws.com' and regexp_like(eventname, '^(Stop|Delete|DisassociateResourceTypes)'))
            or (eventsource = 'securityhub.amazonaws.com' and regexp_like(eventname, '^(Disable|Delete|Disassociate|BatchUpdate|BatchDisable|CreateAutomationRule|UpdateAutomationRule)'))
            or (eventsource = 'access-analyzer.amazonaws.com' and regexp_like(eventname, '^(DeleteAnalyzer|CreateArchiveRule|UpdateArchiveRule|ApplyArchiveRule|UpdateFindings)'))
            or (eventsource in ('inspector2.amazonaws.com', 'macie2.amazonaws.com') and regexp_like(eventname, '^(Disable|Disassociate|Delete|CreateF|UpdateF)'))
            or (eventsource = 'observabilityadmin.amazonaws.com' and regexp_like(eventname, '^(Update|Delete|Stop)'))
            or (eventsource = 'cloudformation.amazonaws.com' and eventname = 'DeleteStack')
            or (eventsource = 'organizations.amazonaws.com' and regexp_like(eventname, '^(Leave|Remove|Attach|Detach|Create|Update|Delete|Put|Move|Close|Invite|Enable|Disable|Register|Deregister)'))
        )
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    what,
    eventname as action,
    request,
    coalesce(errorcode, 'ok') as outcome,
    principal,
    sourceipaddress as source_ip,
    region,
    eventid as event_id
from changes
order by eventtime desc, eventid
limit 1000
