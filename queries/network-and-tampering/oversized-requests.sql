-- Which calls were so large that CloudTrail left their parameters out?
-- when: somebody may hide what was asked for behind its size
-- attack: T1562.008
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: audit-record-oversized
-- replay: yes
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventsource as service,
    eventname as action,
    json_extract_scalar(requestparameters, '$.originalSize') as request_bytes,
    json_extract_scalar(responseelements, '$.originalSize') as response_bytes,
    addendum.reason as addendum,
    coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
    sourceipaddress as source_ip,
    useragent as user_agent,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and (
        json_extract_scalar(requestparameters, '$.omitted') = 'true'
        or json_extract_scalar(responseelements, '$.omitted') = 'true'
        or addendum.reason is not null
    )
order by eventtime desc, eventid
limit 500
