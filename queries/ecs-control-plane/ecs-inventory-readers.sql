-- Who listed and described the fleet, and how much of it?
-- when: somebody may be finding their way around; monitoring tools do the same all day
-- attack: T1613, T1580
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-inventory-listed-in-bulk
with
-- include api-calls

reads as (
    select
        principal,
        sourceipaddress,
        useragent,
        eventname,
        eventtime,
        date_trunc('hour', from_iso8601_timestamp(eventtime)) as hour_of_day
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and (eventname like 'List%' or eventname like 'Describe%')
        and useridentity.invokedby is null
)

select
    principal,
    sourceipaddress as source_ip,
    count(*) as calls,
    count(distinct eventname) as different_calls,
    count(distinct hour_of_day) as active_hours,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    min_by(useragent, eventtime) as user_agent,
    array_join(slice(array_sort(array_agg(distinct eventname)), 1, 20), ', ') as some_actions
from reads
group by principal, sourceipaddress
order by different_calls desc, calls desc, principal, source_ip
limit 200
