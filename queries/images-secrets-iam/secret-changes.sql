-- Which secrets were changed, deleted, shared or copied to other regions?
-- when: an application cannot log in any more, or somebody removes traces
-- attack: T1485, T1098, T1537
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: secret-deleted, secret-changed-outside-pipeline
with
-- include api-calls

select
    happened_at,
    action,
    json_extract_scalar(requestparameters, '$.secretId') as secret,
    json_extract_scalar(requestparameters, '$.forceDeleteWithoutRecovery') as without_recovery,
    outcome,
    principal,
    source_ip,
    region,
    event_id
from api_calls
where eventsource = 'secretsmanager.amazonaws.com'
    and eventname in (
        'PutSecretValue', 'UpdateSecret', 'DeleteSecret', 'RestoreSecret', 'PutResourcePolicy', 'DeleteResourcePolicy',
        'CancelRotateSecret', 'ReplicateSecretToRegions', 'RemoveRegionsFromReplication', 'UpdateSecretVersionStage',
        'StopReplicationToReplica'
    )
order by eventtime desc, eventid
limit 500
