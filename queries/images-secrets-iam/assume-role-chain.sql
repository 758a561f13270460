-- Who became which role, and which roles were assumed from other roles?
-- when: to follow an identity back to the person or service behind it
-- attack: T1550.001, T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: root-activity, chain-cross-account-role-then-iam-changes, first-time-role-assumed
with
-- include api-calls

assumed as (
    select
        principal as from_principal,
        useridentity.type as from_type,
        json_extract_scalar(requestparameters, '$.roleArn') as to_role,
        json_extract_scalar(requestparameters, '$.roleSessionName') as session_name,
        eventname,
        sourceipaddress,
        errorcode,
        eventtime
    from api_calls
    where eventsource = 'sts.amazonaws.com'
        and eventname like 'AssumeRole%'
)

select
    from_principal,
    to_role,
    from_type = 'AssumedRole' as is_chained,
    count(*) as calls,
    count_if(errorcode is not null) as refused,
    count(distinct session_name) as sessions,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(slice(array_sort(array_agg(distinct session_name)), 1, 5), ', ') as some_sessions,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 5), ', ') as some_addresses
from assumed
group by from_principal, to_role, from_type
order by is_chained desc, refused desc, calls desc, from_principal, to_role, from_type
limit 500
