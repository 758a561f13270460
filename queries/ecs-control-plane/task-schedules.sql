-- Which schedules and event targets run tasks, who wrote them, and with which task definition and role?
-- when: tasks start that nobody started, or come back after they were stopped
-- attack: T1053.007
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: task-scheduled-by-hand, chain-hidden-schedule-then-tasks
with schedules as (
    select
        eventtime,
        eventname,
        coalesce(
            json_extract_scalar(requestparameters, '$.name'),
            json_extract_scalar(requestparameters, '$.rule')
        ) as schedule,
        coalesce(
            json_extract_scalar(requestparameters, '$.target.ecsParameters.taskDefinitionArn'),
            json_extract_scalar(requestparameters, '$.targets[0].ecsParameters.taskDefinitionArn')
        ) as task_definition,
        coalesce(
            json_extract_scalar(requestparameters, '$.target.roleArn'),
            json_extract_scalar(requestparameters, '$.targets[0].roleArn')
        ) as role,
        json_extract_scalar(requestparameters, '$.scheduleExpression') as expression,
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
        and (
            (eventsource = 'scheduler.amazonaws.com' and eventname in ('CreateSchedule', 'UpdateSchedule'))
            or (eventsource = 'events.amazonaws.com' and eventname = 'PutTargets')
        )
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    schedule,
    task_definition,
    role,
    expression,
    outcome,
    principal,
    source_ip,
    region,
    event_id
from schedules
where task_definition is not null
order by eventtime desc, event_id
limit 500
