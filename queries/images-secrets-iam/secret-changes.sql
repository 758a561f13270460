-- Which secrets were changed, deleted, shared or copied to other regions?
-- when: an application cannot log in any more, or somebody removes traces
-- attack: T1485, T1098, T1537
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: secret-deleted, secret-changed-outside-pipeline
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    json_extract_scalar(requestparameters, '$.secretId') as secret,
    json_extract_scalar(requestparameters, '$.forceDeleteWithoutRecovery') as without_recovery,
    coalesce(errorcode, 'ok') as outcome,
    coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
    sourceipaddress as source_ip,
    region,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and eventsource = 'secretsmanager.amazonaws.com'
    and eventname in (
        'PutSecretValue', 'UpdateSecret', 'DeleteSecret', 'RestoreSecret', 'PutResourcePolicy', 'DeleteResourcePolicy',
        'CancelRotateSecret', 'ReplicateSecretToRegions', 'RemoveRegionsFromReplication', 'UpdateSecretVersionStage',
        'StopReplicationToReplica'
    )
order by eventtime desc, eventid
limit 500
