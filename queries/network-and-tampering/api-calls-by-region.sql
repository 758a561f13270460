-- How many calls of which service were made in each region, and how many failed?
-- when: overview before anything else
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: activity-in-unusual-region
with
-- include api-calls

select
    region,
    eventsource as service,
    count(*) as calls,
    count_if(readonly = 'false') as writes,
    count_if(errorcode is not null) as failed,
    count(distinct useridentity.arn) as callers,
    from_iso8601_timestamp(max(eventtime)) as last_seen
from api_calls
group by region, eventsource
order by calls desc, region, service
limit 500
