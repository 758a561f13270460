-- Who changes things in ECS, how often, since when, from which addresses and with which tools?
-- when: to learn who is normal here, and to see at once who is not
-- attack: T1578
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-task-definition-registered-outside-pipeline, ecs-task-definition-registered
with
-- include api-calls

writes as (
    select
        principal,
        eventname,
        eventtime,
        sourceipaddress,
        useragent,
        errorcode
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and readonly = 'false'
)

select
    principal,
    count(*) as calls,
    count_if(errorcode is not null) as failed,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    count(distinct sourceipaddress) as addresses,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 10), ', ') as some_addresses,
    array_join(slice(array_sort(array_agg(distinct useragent)), 1, 5), ' | ') as some_user_agents,
    array_join(array_sort(array_agg(distinct eventname)), ', ') as actions
from writes
group by principal
order by calls desc, principal
limit 200
