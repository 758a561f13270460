-- Which services and tasks were given a public address, and by whom?
-- when: a task answers on the internet that should not
-- attack: T1133, T1578
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-public-ip-assigned, ecs-service-updated-outside-pipeline
-- replay: yes
-- param deploy_roles: names = none -- roles that deploy, whose work is expected and left out
with
-- include api-calls

select
    happened_at,
    action,
    json_extract_scalar(requestparameters, '$.cluster') as cluster,
    coalesce(
        json_extract_scalar(requestparameters, '$.serviceName'),
        json_extract_scalar(requestparameters, '$.service'),
        json_extract_scalar(requestparameters, '$.taskDefinition')
    ) as target,
    json_extract_scalar(requestparameters, '$.networkConfiguration.awsvpcConfiguration.assignPublicIp') as public_ip,
    json_format(
        json_extract(requestparameters, '$.networkConfiguration.awsvpcConfiguration.securityGroups')
    ) as security_groups,
    json_format(json_extract(requestparameters, '$.networkConfiguration.awsvpcConfiguration.subnets')) as subnets,
    outcome,
    principal,
    source_ip,
    event_id
from api_calls
where principal not in (:deploy_roles)
    and eventsource = 'ecs.amazonaws.com'
    and eventname in ('CreateService', 'UpdateService', 'RunTask', 'StartTask', 'CreateTaskSet')
    and (
        json_extract_scalar(requestparameters, '$.networkConfiguration.awsvpcConfiguration.assignPublicIp') = 'ENABLED'
        or (
            eventname = 'UpdateService'
            and json_extract(requestparameters, '$.networkConfiguration.awsvpcConfiguration') is not null
        )
    )
order by eventtime desc, eventid
limit 500
