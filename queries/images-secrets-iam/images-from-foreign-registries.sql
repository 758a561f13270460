-- Which images from registries that are not ours were put into task definitions or services, and how large were
-- they?
-- when: a foreign image was defined, or as a monthly review
-- attack: T1610, T1525, T1496
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-foreign-image-defined, ecs-crypto-mining-suspected,
--    chain-foreign-task-defined-then-run, first-time-image-registry
-- replay: yes
-- param own_images: name = ^public\.ecr\.aws/aws- -- regular expression of further images that are ours
with
-- include api-calls

definitions as (
    select
        eventtime,
        eventname,
        requestparameters,
        coalesce(
            json_extract_scalar(requestparameters, '$.family'),
            json_extract_scalar(requestparameters, '$.serviceName'),
            json_extract_scalar(requestparameters, '$.serviceArn')
        ) as target,
        json_extract_scalar(requestparameters, '$.cpu') as cpu,
        json_extract_scalar(requestparameters, '$.memory') as memory,
        coalesce(errorcode, 'ok') as outcome,
        principal,
        sourceipaddress as source_ip,
        eventid
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and eventname in (
            'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition', 'CreateExpressGatewayService',
            'UpdateExpressGatewayService'
        )
),

containers as (
    select
        definitions.*,
        json_extract_scalar(container, '$.name') as container,
        json_extract_scalar(container, '$.image') as image
    from definitions
    cross join unnest(
        try_cast(json_extract(requestparameters, '$.containerDefinitions') as array(json))
    ) as members (container)
    union all
    select
        definitions.*,
        'primary' as container,
        json_extract_scalar(requestparameters, '$.primaryContainer.image') as image
    from definitions
    where json_extract_scalar(requestparameters, '$.primaryContainer.image') is not null
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    target,
    container,
    image,
    cpu,
    memory,
    outcome,
    principal,
    source_ip,
    eventid as event_id
from containers
where not regexp_like(
        image, '(?i)^[0-9]{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.(com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)(:443)?/'
    )
    and not regexp_like(
        image, '(?i)^[0-9]{12}\.dkr-ecr(-fips)?\.[a-z0-9-]+\.on\.(aws|amazonwebservices\.(com\.cn|eu))(:443)?/'
    )
    and not regexp_like(image, :own_images)
order by eventtime desc, eventid, container
limit 500
