-- What do CloudTrail's records look like?
-- when: first contact with the table, and to see that records arrive at all
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
select
    eventtime,
    eventsource,
    eventname,
    useridentity.type as identity_type,
    useridentity.arn as caller,
    sourceipaddress,
    errorcode,
    requestparameters,
    account,
    region,
    day
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
order by eventtime desc, eventid
limit 10
