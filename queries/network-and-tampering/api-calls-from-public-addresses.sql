-- Which addresses on the internet called the API, as whom?
-- when: to find the address that nobody knows
-- attack: T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: task-credentials-explored-account, iam-credential-created, first-time-address-of-key
with
-- include api-calls

calls as (
    select
        sourceipaddress,
        principal,
        useragent,
        eventname,
        eventtime,
        readonly,
        errorcode
    from api_calls
    where regexp_like(sourceipaddress, :an_address)
        and not regexp_like(sourceipaddress, :not_the_internet)
)

select
    sourceipaddress as source_ip,
    principal,
    count(*) as calls,
    count_if(readonly = 'false') as writes,
    count_if(errorcode is not null) as failed,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    min_by(useragent, eventtime) as user_agent
from calls
group by sourceipaddress, principal
order by calls, source_ip, principal
limit 500
