-- What changed from one revision of a task definition to the next: image, roles, size, privileges?
-- when: a task definition came from outside of the pipeline, or a service suddenly behaves otherwise
-- attack: T1525, T1610
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-task-definition-registered, ecs-task-definition-registered-outside-pipeline,
--    ecs-large-task-defined, ecs-hardening-missing, first-time-role-of-family
-- param family: name = % -- family of the task definition; % and _ are wildcards
with
-- include api-calls

registered as (
    select
        json_extract_scalar(requestparameters, '$.family') as family,
        try_cast(json_extract_scalar(responseelements, '$.taskDefinition.revision') as integer) as revision,
        json_extract_scalar(requestparameters, '$.containerDefinitions[0].image') as image,
        json_array_length(json_extract(requestparameters, '$.containerDefinitions')) as containers,
        json_extract_scalar(requestparameters, '$.taskRoleArn') as task_role,
        json_extract_scalar(requestparameters, '$.executionRoleArn') as execution_role,
        json_extract_scalar(requestparameters, '$.cpu') as cpu,
        json_extract_scalar(requestparameters, '$.memory') as memory,
        json_extract_scalar(requestparameters, '$.networkMode') as network_mode,
        coalesce(json_extract_scalar(requestparameters, '$.containerDefinitions[0].privileged'), 'false') as privileged,
        principal,
        eventtime,
        eventid
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and eventname in ('RegisterTaskDefinition', 'RegisterDaemonTaskDefinition')
        and errorcode is null
        and json_extract_scalar(requestparameters, '$.family') like :family
),

compared as (
    select
        *,
        lag(image) over (partition by family order by eventtime, eventid) as image_before,
        lag(task_role) over (partition by family order by eventtime, eventid) as task_role_before,
        lag(execution_role) over (partition by family order by eventtime, eventid) as execution_role_before,
        lag(cpu) over (partition by family order by eventtime, eventid) as cpu_before,
        lag(memory) over (partition by family order by eventtime, eventid) as memory_before,
        lag(principal) over (partition by family order by eventtime, eventid) as principal_before
    from registered
)

select
    from_iso8601_timestamp(eventtime) as registered_at,
    family,
    revision,
    principal,
    principal is distinct from principal_before and principal_before is not null as other_principal,
    image,
    image_before,
    task_role,
    task_role_before,
    execution_role,
    execution_role_before,
    cpu,
    cpu_before,
    memory,
    memory_before,
    network_mode,
    privileged,
    containers,
    eventid as event_id
from compared
order by family, eventtime, eventid
limit 1000
