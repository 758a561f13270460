-- Who was refused in ECS, at what, and how often?
-- when: when somebody probes what a stolen key can do, or a pipeline lost a permission
-- attack: T1580, T1613
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-calls-denied-in-bulk
with
-- include api-calls

denied as (
    select
        principal,
        eventname,
        errorcode,
        errormessage,
        eventtime,
        sourceipaddress
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and (errorcode like '%AccessDenied%' or errorcode like '%Unauthorized%' or errorcode like '%NotAuthorized%')
)

select
    principal,
    eventname as action,
    errorcode as error,
    count(*) as calls,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 10), ', ') as some_addresses,
    max_by(errormessage, eventtime) as last_message
from denied
group by principal, eventname, errorcode
order by calls desc, principal, action, error
limit 500
