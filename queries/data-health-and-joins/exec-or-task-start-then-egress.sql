-- Did a task talk to new addresses on the internet after somebody got into it or started it by hand?
-- when: after an exec session or a task that no pipeline started
-- attack: T1609, T1041, T1496
-- cost: reads CloudTrail of the window, and flow logs of the window and of the day before
-- serves: ecs-exec-session-opened, ecs-task-ssm-session-opened, ecs-task-run-outside-pipeline,
--    ecs-crypto-mining-suspected, unusual-egress,
--    chain-secret-read-then-new-destination
-- replay: yes
-- param known_since: time = since - 1d -- how far back an address must have been seen to be known
with
-- include api-calls
-- include flows since known_since

trail as (
    select *
    from api_calls
    where errorcode is null
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
        principal
    from trail
    where eventname in ('ExecuteCommand', 'StartSession')
    union all
    select
        eventname,
        eventtime,
        regexp_extract(json_extract_scalar(task, '$.taskArn'), '[^/]+$') as task_id,
        principal
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
    from flows
    where flow_direction = 'egress'
        and coalesce(ecs_task_id, '-') <> '-'
        and (tcp_flags is null or bitwise_and(tcp_flags, 16) = 0)
        and is_target_public
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
