-- Which errors does each identity run into?
-- when: broken permissions and probing look alike: the number of different calls tells them apart
-- attack: T1580
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-calls-denied-in-bulk, secret-read-denied, iam-pass-role-denied,
--    cis-cloudwatch-2-unauthorized-calls, vpc-endpoint-refused, chain-vpc-endpoint-refused-inside, refusals-in-many-calls
with
-- include api-calls

select
    principal,
    errorcode as error,
    count(*) as calls,
    count(distinct eventsource || ' ' || eventname) as different_calls,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(slice(array_sort(array_agg(distinct eventname)), 1, 20), ', ') as some_actions,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 5), ', ') as some_addresses
from api_calls
where errorcode is not null
group by 1, 2
order by different_calls desc, calls desc, principal, error
limit 500
