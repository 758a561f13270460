-- What do CloudTrail's records look like?
-- when: first contact with the table, and to see that records arrive at all
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
with
-- include api-calls

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
from api_calls
order by eventtime desc, eventid
limit 10
