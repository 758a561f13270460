-- Where was ECS Exec switched on, and where was its log switched off?
-- when: before or after a shell was opened: both steps prepare it
-- attack: T1098, T1685.002
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-exec-enabled, ecs-exec-logging-weakened,
--    chain-exec-enabled-then-used
-- replay: yes
with
-- include api-calls

changes as (
    select
        eventtime,
        eventname,
        coalesce(
            json_extract_scalar(requestparameters, '$.service'),
            json_extract_scalar(requestparameters, '$.serviceName'),
            json_extract_scalar(requestparameters, '$.taskDefinition'),
            json_extract_scalar(requestparameters, '$.cluster'),
            json_extract_scalar(requestparameters, '$.clusterName'),
            json_extract_scalar(requestparameters, '$.name')
        ) as target,
        json_extract_scalar(requestparameters, '$.enableExecuteCommand') as enable_exec,
        json_extract_scalar(
            requestparameters,
            '$.configuration.executeCommandConfiguration.logging'
        ) as exec_logging,
        json_extract(requestparameters, '$.configuration.executeCommandConfiguration') is not null as sets_exec_log,
        json_extract_scalar(requestparameters, '$.name') = 'SSM-SessionManagerRunShell' as is_preferences,
        eventsource,
        coalesce(errorcode, 'ok') as outcome,
        principal,
        sourceipaddress,
        eventid
    from api_calls
    where eventsource in ('ecs.amazonaws.com', 'ssm.amazonaws.com')
        and readonly = 'false'
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    case
        when enable_exec = 'true' then 'exec switched on'
        when exec_logging = 'NONE' then 'exec log switched off'
        when sets_exec_log then 'exec log changed'
        else 'session preferences changed'
    end as change,
    eventname as action,
    target,
    outcome,
    principal,
    sourceipaddress as source_ip,
    eventid as event_id
from changes
where enable_exec = 'true'
    or sets_exec_log
    or (
        eventsource = 'ssm.amazonaws.com'
        and is_preferences
        and eventname in ('CreateDocument', 'UpdateDocument', 'DeleteDocument', 'UpdateDocumentDefaultVersion')
    )
order by eventtime desc, eventid
limit 500
