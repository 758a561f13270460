-- Who opened a shell in a container, in which task and container, and with which command?
-- when: an exec alarm rang, or an auditor asks who was in a container last week
-- attack: T1609, T1651
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-exec-session-opened, ecs-exec-denied
-- replay: yes
with
-- include api-calls

select
    from_iso8601_timestamp(eventtime) as opened_at,
    principal,
    useridentity.arn as caller,
    source_ip,
    json_extract_scalar(requestparameters, '$.cluster') as cluster,
    regexp_extract(json_extract_scalar(requestparameters, '$.task'), '[^/]+$') as task_id,
    coalesce(
        json_extract_scalar(responseelements, '$.containerName'),
        json_extract_scalar(requestparameters, '$.container')
    ) as container,
    json_extract_scalar(requestparameters, '$.command') as command,
    json_extract_scalar(responseelements, '$.session.sessionId') as session_id,
    outcome,
    useridentity.sessioncontext.attributes.mfaauthenticated as mfa,
    user_agent,
    event_id
from api_calls
where eventsource = 'ecs.amazonaws.com'
    and eventname = 'ExecuteCommand'
order by eventtime desc, eventid
limit 1000
