-- Did a task talk to new addresses on the internet after somebody got into it or started it by hand?
-- when: after an exec session or a task that no pipeline started
-- attack: T1609, T1041, T1496
-- cost: reads CloudTrail of the window, and flow logs of the window and of the day before
-- serves: ecs-exec-session-opened, ecs-task-ssm-session-opened, ecs-task-run-outside-pipeline,
--    ecs-crypto-mining-suspected, unusual-egress,
--    chain-secret-read-then-new-destination
-- replay: yes
-- param known_since: time = since - 1d -- how far back an address must have been seen to be known
with trail as (
    select *
    from cloudtrail_logs
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and errorcode is null
        and (
            (eventsource = 'ecs.amazonaws.com' and eventname in ('ExecuteCommand', 'RunTask', 'StartTask'))
            or (
                eventsource = 'ssm.amazonaws.com'
                and eventname = 'StartSession'
                and json_extract_scalar(requestparameters, '$.target') like 'ecs:%'
            )
        )
),

entries as (
    select
        eventname,
        eventtime,
        coalesce(
            regexp_extract(json_extract_scalar(requestparameters, '$.task'), '[^/]+$'),
            regexp_extract(json_extract_scalar(requestparameters, '$.target'), '_([^_]+)_[^_]+$', 1)
        ) as task_id,
        coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal
    from trail
    where eventname in ('ExecuteCommand', 'StartSession')
    union all
    select
        eventname,
        eventtime,
        regexp_extract(json_extract_scalar(task, '$.taskArn'), '[^/]+$') as task_id,
        coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal
    from trail
    cross join unnest(try_cast(json_extract(responseelements, '$.tasks') as array(json))) as started (task)
    where eventname in ('RunTask', 'StartTask')
),

egress as (
    select
        ecs_task_id,
        ecs_service_name,
        dstaddr,
        dstport,
        bytes,
        "start" as start_epoch
    from vpc_flow_logs
    where hour between :known_since_hour and :until_hour
        and "start" between :known_since_epoch and :until_epoch
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and coalesce(log_status, 'OK') = 'OK'
        and flow_direction = 'egress'
        and coalesce(ecs_task_id, '-') <> '-'
        and (tcp_flags is null or bitwise_and(tcp_flags, 16) = 0)
        and not regexp_like(dstaddr, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)')
),

first_contacts as (
    select
        dstaddr,
        min(start_epoch) as first_epoch
    from egress
    group by dstaddr
)

select
    from_iso8601_timestamp(entries.eventtime) as happened_at,
    entries.eventname as action,
    entries.principal,
    entries.task_id,
    egress.ecs_service_name as service,
    egress.dstaddr as target_ip,
    egress.dstport as target_port,
    count(*) as records,
    sum(egress.bytes) as bytes,
    cast(min(egress.start_epoch) - to_unixtime(from_iso8601_timestamp(entries.eventtime)) as bigint) as seconds_after
from entries
join egress
    on egress.ecs_task_id = entries.task_id
    and egress.start_epoch between to_unixtime(from_iso8601_timestamp(entries.eventtime)) - 60
    and to_unixtime(from_iso8601_timestamp(entries.eventtime)) + 3600
join first_contacts
    on first_contacts.dstaddr = egress.dstaddr
    and first_contacts.first_epoch >= to_unixtime(from_iso8601_timestamp(entries.eventtime)) - 60
group by 1, 2, 3, 4, 5, 6, 7, entries.eventtime
order by happened_at, bytes desc, task_id, target_ip, target_port, action, principal, service
limit 500
