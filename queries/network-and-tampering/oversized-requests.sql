-- Which calls were so large that CloudTrail left their parameters out?
-- when: somebody may hide what was asked for behind its size
-- attack: T1685.002
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: audit-record-oversized
-- replay: yes
with
-- include api-calls

select
    happened_at,
    service,
    action,
    json_extract_scalar(requestparameters, '$.originalSize') as request_bytes,
    json_extract_scalar(responseelements, '$.originalSize') as response_bytes,
    addendum.reason as addendum,
    principal,
    source_ip,
    user_agent,
    event_id
from api_calls
where (
        json_extract_scalar(requestparameters, '$.omitted') = 'true'
        or json_extract_scalar(responseelements, '$.omitted') = 'true'
        or addendum.reason is not null
    )
order by eventtime desc, eventid
limit 500
