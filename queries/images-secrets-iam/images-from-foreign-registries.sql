-- Which images from registries that are not ours were put into task definitions?
-- when: a foreign image was defined, or as a monthly review
-- attack: T1610, T1525, T1496
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-foreign-image-defined, ecs-crypto-mining-suspected, ecs-large-task-defined
-- replay: yes
-- param own_images: name = ^public\.ecr\.aws/aws- -- regular expression of further images that are ours
with containers as (
    select
        eventtime,
        json_extract_scalar(requestparameters, '$.family') as family,
        json_extract_scalar(container, '$.name') as container,
        json_extract_scalar(container, '$.image') as image,
        json_extract_scalar(requestparameters, '$.cpu') as cpu,
        json_extract_scalar(requestparameters, '$.memory') as memory,
        coalesce(errorcode, 'ok') as outcome,
        coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
        sourceipaddress as source_ip,
        eventid
    from cloudtrail_logs
    cross join unnest(
        try_cast(json_extract(requestparameters, '$.containerDefinitions') as array(json))
    ) as definitions (container)
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and eventsource = 'ecs.amazonaws.com'
        and eventname = 'RegisterTaskDefinition'
)

select
    from_iso8601_timestamp(eventtime) as registered_at,
    family,
    container,
    image,
    cpu,
    memory,
    outcome,
    principal,
    source_ip,
    eventid as event_id
from containers
where not regexp_like(image, '^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/')
    and not regexp_like(image, :own_images)
order by eventtime desc, eventid, container
limit 500
