-- Who works with ECS now and did not in the time before?
-- when: weekly, and whenever a key may have leaked
-- attack: T1078.004
-- cost: reads CloudTrail of the window and of the thirty days before it; raise `before` to read less
-- serves: ecs-task-definition-registered-outside-pipeline
-- param before: time = since - 30d -- start of the time that counts as known
with
-- include api-calls since before

calls as (
    select
        principal,
        eventname,
        eventtime,
        sourceipaddress,
        readonly
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and useridentity.invokedby is null
),

known as (
    select distinct principal
    from calls
    where eventtime < :since_time
),

recent as (
    select *
    from calls
    where eventtime >= :since_time
)

select
    recent.principal,
    from_iso8601_timestamp(min(recent.eventtime)) as first_seen,
    count(*) as calls,
    count_if(recent.readonly = 'false') as writes,
    array_join(slice(array_sort(array_agg(distinct recent.sourceipaddress)), 1, 10), ', ') as some_addresses,
    array_join(array_sort(array_agg(distinct recent.eventname)), ', ') as actions
from recent
left join known on known.principal = recent.principal
where known.principal is null
group by recent.principal
order by writes desc, calls desc, recent.principal
limit 200
