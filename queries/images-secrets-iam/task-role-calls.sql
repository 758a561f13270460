-- What do the roles of tasks do, and does any of it look like finding out where one is?
-- when: the application's own calls are few and always the same; anything else is worth a look
-- attack: T1087.004, T1580, T1552.005
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: task-credentials-explored-account, chain-shell-then-task-role-abused,
--    first-time-call-by-task-role
with
-- include api-calls

calls as (
    select
        useridentity.sessioncontext.sessionissuer.username as role_name,
        regexp_extract(useridentity.arn, '[^/]+$') as task_id,
        eventsource,
        eventname,
        eventtime,
        sourceipaddress,
        errorcode
    from api_calls
    where useridentity.type = 'AssumedRole'
        and regexp_like(useridentity.arn, '/[0-9a-f]{32}$')
)

select
    role_name,
    eventsource as service,
    eventname as action,
    eventsource in ('iam.amazonaws.com', 'organizations.amazonaws.com', 'sts.amazonaws.com') as is_about_identity,
    count(*) as calls,
    count_if(errorcode is not null) as refused,
    count(distinct task_id) as tasks,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 5), ', ') as some_addresses
from calls
group by role_name, eventsource, eventname
order by is_about_identity desc, refused desc, calls, role_name, service, action
limit 500
