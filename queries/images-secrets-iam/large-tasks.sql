-- Which tasks of 8 vCPU or more were defined or started, and by whom?
-- when: the bill rises, or mining is suspected
-- attack: T1496
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-large-task-defined, ecs-crypto-mining-suspected
-- replay: yes
-- param cpu_units: number = 8192 -- CPU units from which a task is large; 1024 are one vCPU
with
-- include api-calls

sizes as (
    select
        eventtime,
        eventname,
        coalesce(
            json_extract_scalar(requestparameters, '$.family'),
            json_extract_scalar(requestparameters, '$.taskDefinition'),
            json_extract_scalar(requestparameters, '$.serviceName')
        ) as target,
        coalesce(
            json_extract_scalar(requestparameters, '$.overrides.cpu'),
            json_extract_scalar(requestparameters, '$.cpu')
        ) as cpu,
        coalesce(
            json_extract_scalar(requestparameters, '$.overrides.memory'),
            json_extract_scalar(requestparameters, '$.memory')
        ) as memory,
        try_cast(json_extract_scalar(requestparameters, '$.count') as integer) as tasks,
        coalesce(errorcode, 'ok') as outcome,
        principal,
        sourceipaddress,
        region,
        eventid
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and eventname in (
            'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition', 'RunTask', 'StartTask',
            'CreateExpressGatewayService', 'UpdateExpressGatewayService'
        )
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    target,
    cpu,
    memory,
    tasks,
    outcome,
    principal,
    sourceipaddress as source_ip,
    region,
    eventid as event_id
from sizes
where try_cast(cpu as integer) >= :cpu_units
    or lower(cpu) in ('8 vcpu', '16 vcpu', '8vcpu', '16vcpu')
order by eventtime desc, eventid
limit 500
