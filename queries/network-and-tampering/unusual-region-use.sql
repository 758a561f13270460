-- What happened in regions that are not home?
-- when: an attacker likes regions that nobody watches
-- attack: T1535
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: activity-in-unusual-region, ecs-activity-in-unusual-region,
--    same-act-in-many-regions, first-time-region
-- param home_regions: names = busiest -- regions the fleet lives in; busiest is the one with the most calls
with
-- include api-calls

by_region as (
    select
        awsregion,
        principal,
        eventsource,
        eventname,
        eventtime,
        readonly,
        errorcode,
        sourceipaddress
    from api_calls
    where useridentity.invokedby is null
        and eventtype <> 'AwsServiceEvent'
),

home as (
    select awsregion
    from by_region
    group by awsregion
    order by count(*) desc, awsregion
    limit 1
)

select
    by_region.awsregion as used_region,
    principal,
    count(*) as calls,
    count_if(readonly = 'false') as writes,
    count_if(errorcode is not null) as refused,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 5), ', ') as some_addresses,
    array_join(slice(array_sort(array_agg(distinct eventname)), 1, 20), ', ') as some_actions
from by_region
left join home on home.awsregion = by_region.awsregion
where not ('busiest' in (:home_regions) and home.awsregion is not null)
    and by_region.awsregion not in (:home_regions)
    and not (
        by_region.awsregion = 'us-east-1'
        and eventsource in ('iam.amazonaws.com', 'sts.amazonaws.com', 'signin.amazonaws.com', 'cloudfront.amazonaws.com', 'organizations.amazonaws.com', 'route53.amazonaws.com', 'support.amazonaws.com', 'health.amazonaws.com')
    )
group by by_region.awsregion, principal
order by writes desc, calls desc, used_region, principal
limit 500
