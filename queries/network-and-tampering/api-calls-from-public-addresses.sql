-- Which addresses on the internet called the API, as whom?
-- when: to find the address that nobody knows
-- attack: T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: task-credentials-explored-account, iam-credential-created,
--    first-time-address-of-key
with calls as (
    select
        sourceipaddress,
        coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
        useragent,
        eventname,
        eventtime,
        readonly,
        errorcode
    from cloudtrail_logs
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and regexp_like(sourceipaddress, '^([0-9]{1,3}\.){3}[0-9]{1,3}$|^[0-9a-fA-F]*:[0-9a-fA-F:]+$')
        and not regexp_like(sourceipaddress, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)')
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
