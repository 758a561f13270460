-- Which settings of clusters and of the account were changed, and by whom?
-- when: monitoring went quiet, or exec and GuardDuty behave otherwise than yesterday
-- attack: T1562.001, T1578
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-setting-changed, ecs-guardduty-agent-excluded, ecs-cluster-created, ecs-cluster-deleted,
--    ecs-hardening-missing
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    coalesce(
        json_extract_scalar(requestparameters, '$.cluster'),
        json_extract_scalar(requestparameters, '$.clusterName'),
        json_extract_scalar(requestparameters, '$.resourceArn'),
        json_extract_scalar(requestparameters, '$.name')
    ) as target,
    json_extract_scalar(requestparameters, '$.value') as value,
    json_format(json_extract(requestparameters, '$.settings')) as settings,
    json_format(json_extract(requestparameters, '$.tags')) as tags,
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
    and eventsource = 'ecs.amazonaws.com'
    and eventname in (
        'PutAccountSetting', 'PutAccountSettingDefault', 'DeleteAccountSetting', 'CreateCluster', 'UpdateCluster',
        'UpdateClusterSettings', 'DeleteCluster', 'PutClusterCapacityProviders', 'CreateCapacityProvider',
        'UpdateCapacityProvider', 'DeleteCapacityProvider', 'TagResource', 'UntagResource'
    )
order by eventtime desc, eventid
limit 500
