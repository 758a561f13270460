-- Which calls were made how often in each region?
-- when: to find the one call that does not belong
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: activity-in-unusual-region
with
-- include api-calls

select
    region,
    eventsource as service,
    eventname as action,
    count(*) as calls,
    count_if(errorcode is not null) as failed,
    count(distinct useridentity.arn) as callers,
    from_iso8601_timestamp(max(eventtime)) as last_seen
from api_calls
group by region, eventsource, eventname
order by calls, region, service, action
limit 1000
