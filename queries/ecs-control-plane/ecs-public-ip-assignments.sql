-- Which services and tasks were given a public address, and by whom?
-- when: a task answers on the internet that should not
-- attack: T1133, T1578
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-public-ip-assigned, ecs-service-updated-outside-pipeline
-- replay: yes
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
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
    coalesce(errorcode, 'ok') as outcome,
    coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
    sourceipaddress as source_ip,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
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
