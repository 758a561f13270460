-- Who hands which roles to tasks? (`iam:PassRole` itself leaves no record.)
-- when: a task acts with a role that it should not have
-- attack: T1098.003, T1548
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-task-role-overridden, iam-pass-role-denied
-- param deploy_roles: names = none -- roles that deploy, whose work is expected and left out
with
-- include api-calls

passed as (
    select
        principal,
        eventname,
        eventtime,
        coalesce(
            json_extract_scalar(requestparameters, '$.overrides.taskRoleArn'),
            json_extract_scalar(requestparameters, '$.taskRoleArn')
        ) as task_role,
        coalesce(
            json_extract_scalar(requestparameters, '$.overrides.executionRoleArn'),
            json_extract_scalar(requestparameters, '$.executionRoleArn')
        ) as execution_role,
        json_extract_scalar(requestparameters, '$.overrides.taskRoleArn') is not null
        or json_extract_scalar(requestparameters, '$.overrides.executionRoleArn') is not null as is_override,
        errorcode,
        coalesce(errormessage like '%iam:PassRole%', false) as is_refused_pass
    from api_calls
    where principal not in (:deploy_roles)
        and (
            (eventsource = 'ecs.amazonaws.com' and eventname in ('RegisterTaskDefinition', 'RunTask', 'StartTask'))
            or errormessage like '%iam:PassRole%'
        )
)

select
    principal,
    eventname as action,
    task_role,
    execution_role,
    count(*) as calls,
    count_if(is_override) as overrides,
    count_if(is_refused_pass) as refused_passes,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen
from passed
where task_role is not null
    or execution_role is not null
    or is_refused_pass
group by principal, eventname, task_role, execution_role
order by overrides desc, refused_passes desc, calls desc, principal, action, task_role, execution_role
limit 500
