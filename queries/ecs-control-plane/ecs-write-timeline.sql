-- What was changed in ECS and in the schedules that run tasks, by whom and from where, newest first?
-- when: first look after any alarm about ECS: it shows what came before and after
-- attack: T1578, T1610
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-service-created, ecs-service-updated-outside-pipeline, ecs-tasks-stopped-in-bulk,
--    ecs-setting-changed, ecs-task-run-outside-pipeline, ecs-console-change-without-mfa,
--    ecs-task-definition-removed, task-scheduled-by-hand, chain-hidden-schedule-then-tasks
with
-- include api-calls

select
    happened_at,
    action,
    coalesce(
        json_extract_scalar(requestparameters, '$.cluster'),
        json_extract_scalar(requestparameters, '$.clusterName')
    ) as cluster,
    coalesce(
        json_extract_scalar(requestparameters, '$.service'),
        json_extract_scalar(requestparameters, '$.serviceName'),
        json_extract_scalar(requestparameters, '$.task'),
        json_extract_scalar(requestparameters, '$.taskDefinition'),
        json_extract_scalar(requestparameters, '$.family'),
        json_extract_scalar(requestparameters, '$.target.ecsParameters.taskDefinitionArn'),
        json_extract_scalar(requestparameters, '$.targets[0].ecsParameters.taskDefinitionArn'),
        json_extract_scalar(requestparameters, '$.name')
    ) as target,
    outcome,
    principal,
    useridentity.arn as caller,
    source_ip,
    user_agent,
    useridentity.sessioncontext.attributes.mfaauthenticated as mfa,
    account,
    region,
    event_id
from api_calls
where (
        eventsource = 'ecs.amazonaws.com'
        or (eventsource = 'scheduler.amazonaws.com' and eventname in ('CreateSchedule', 'UpdateSchedule'))
        or (eventsource = 'events.amazonaws.com' and eventname = 'PutTargets')
    )
    and readonly = 'false'
    and eventname not in ('SubmitTaskStateChange', 'SubmitContainerStateChange', 'SubmitAttachmentStateChanges')
order by eventtime desc, eventid
limit 1000
