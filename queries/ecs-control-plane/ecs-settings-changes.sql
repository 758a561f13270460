-- Which settings of clusters and of the account were changed, and by whom?
-- when: monitoring went quiet, or exec and GuardDuty behave otherwise than yesterday
-- attack: T1685, T1578
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-setting-changed, ecs-guardduty-agent-excluded, ecs-cluster-created, ecs-cluster-deleted,
--    ecs-hardening-missing
-- param deploy_roles: names = none -- roles that deploy, whose work is expected and left out
with
-- include api-calls

select
    happened_at,
    action,
    coalesce(
        json_extract_scalar(requestparameters, '$.cluster'),
        json_extract_scalar(requestparameters, '$.clusterName'),
        json_extract_scalar(requestparameters, '$.resourceArn'),
        json_extract_scalar(requestparameters, '$.name')
    ) as target,
    json_extract_scalar(requestparameters, '$.value') as value,
    json_format(json_extract(requestparameters, '$.settings')) as settings,
    json_format(json_extract(requestparameters, '$.tags')) as tags,
    outcome,
    principal,
    source_ip,
    region,
    event_id
from api_calls
where principal not in (:deploy_roles)
    and eventsource = 'ecs.amazonaws.com'
    and eventname in (
        'PutAccountSetting', 'PutAccountSettingDefault', 'DeleteAccountSetting', 'CreateCluster', 'UpdateCluster',
        'UpdateClusterSettings', 'DeleteCluster', 'PutClusterCapacityProviders', 'CreateCapacityProvider',
        'UpdateCapacityProvider', 'DeleteCapacityProvider', 'TagResource', 'UntagResource'
    )
order by eventtime desc, eventid
limit 500
