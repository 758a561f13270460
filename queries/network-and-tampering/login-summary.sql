-- Who logged in or took on a role, from which addresses?
-- when: to see where a person works from, and where not
-- attack: T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: console-login-without-mfa, console-login-failures
with
-- include api-calls

logins as (
    select
        coalesce(
            json_extract_scalar(requestparameters, '$.roleSessionName'),
            useridentity.username,
            principal
        ) as who,
        eventname,
        sourceipaddress,
        eventtime,
        errorcode,
        errormessage
    from api_calls
    where (eventname = 'ConsoleLogin' or eventname like 'AssumeRole%')
        and useridentity.invokedby is null
)

select
    who,
    eventname as action,
    count(*) as logins,
    count_if(errorcode is not null or errormessage is not null) as failed,
    count(distinct sourceipaddress) as addresses,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 20), ', ') as some_addresses,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen
from logins
group by who, eventname
order by addresses desc, logins desc, who, action
limit 500
