-- Who reached into a task by Session Manager, around ECS Exec and its session log?
-- when: always worth asking: no transcript of such a session exists
-- attack: T1609, T1021.007
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-task-ssm-session-opened
-- replay: yes
with
-- include api-calls

sessions as (
    select
        principal,
        useridentity.arn as caller,
        useridentity.invokedby as invoked_by,
        sourceipaddress as source_ip,
        json_extract_scalar(requestparameters, '$.target') as target,
        json_extract_scalar(requestparameters, '$.documentName') as document,
        json_extract_scalar(responseelements, '$.sessionId') as session_id,
        eventtime,
        to_unixtime(from_iso8601_timestamp(eventtime)) as at_epoch,
        coalesce(errorcode, 'ok') as outcome,
        eventid
    from api_calls
    where eventsource = 'ssm.amazonaws.com'
        and eventname = 'StartSession'
        and json_extract_scalar(requestparameters, '$.target') like 'ecs:%'
),

execs as (
    select
        principal,
        to_unixtime(from_iso8601_timestamp(eventtime)) as at_epoch
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and eventname = 'ExecuteCommand'
        and errorcode is null
),

explained as (
    select distinct sessions.eventid
    from sessions
    join execs
        on execs.principal = sessions.principal
        and execs.at_epoch between sessions.at_epoch - 120 and sessions.at_epoch + 120
)

select
    from_iso8601_timestamp(sessions.eventtime) as opened_at,
    sessions.principal,
    sessions.caller,
    sessions.source_ip,
    regexp_extract(sessions.target, '^ecs:(.+)_([^_]+)_[^_]+$', 1) as cluster,
    regexp_extract(sessions.target, '^ecs:(.+)_([^_]+)_[^_]+$', 2) as task_id,
    sessions.document,
    sessions.session_id,
    sessions.outcome,
    sessions.eventid as event_id
from sessions
left join explained on explained.eventid = sessions.eventid
where explained.eventid is null
    and coalesce(sessions.invoked_by, '') <> 'ecs.amazonaws.com'
order by sessions.eventtime desc, sessions.eventid
limit 500
