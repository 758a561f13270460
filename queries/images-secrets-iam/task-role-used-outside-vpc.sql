-- Was a role of tasks used from an address at which no task of ours ever started?
-- when: credentials of a task may have been carried off
-- attack: T1552.005, T1078.004
-- cost: reads CloudTrail of the window and of the week before it; lower `starts_since` to know more addresses
--    as ours
-- serves: task-credentials-explored-account,
--    task-role-used-from-two-networks
-- param own_addresses: addresses = * -- further public addresses that are ours, such as those of NAT gateways
-- param execution_roles: name = (?i)execution -- regular expression of the roles that start tasks (a container
--    never holds their credentials)
-- param starts_since: time = since - 7d -- how far back the starts of tasks are looked for
with
-- include api-calls since starts_since

task_calls as (
    select
        useridentity.sessioncontext.sessionissuer.arn as role_arn,
        regexp_extract(useridentity.arn, '[^/]+$') as task_id,
        sourceipaddress,
        useragent,
        eventsource,
        eventname,
        eventtime,
        errorcode
    from api_calls
    where useridentity.type = 'AssumedRole'
        and regexp_like(useridentity.arn, '/[0-9a-f]{32}$')
        and vpcendpointid is null
        and not sourceipaddress like '%.amazonaws.com'
),

start_addresses as (
    select distinct sourceipaddress
    from task_calls
    where regexp_like(role_arn, :execution_roles)
        and eventsource in ('ecr.amazonaws.com', 'logs.amazonaws.com')
)

select
    task_calls.role_arn,
    task_calls.task_id,
    task_calls.sourceipaddress as source_ip,
    count(*) as calls,
    count_if(task_calls.errorcode is not null) as refused,
    from_iso8601_timestamp(min(task_calls.eventtime)) as first_seen,
    from_iso8601_timestamp(max(task_calls.eventtime)) as last_seen,
    min_by(task_calls.useragent, task_calls.eventtime) as user_agent,
    array_join(
        slice(array_sort(array_agg(distinct task_calls.eventsource || ' ' || task_calls.eventname)), 1, 20),
        ', '
    ) as some_actions
from task_calls
left join start_addresses on start_addresses.sourceipaddress = task_calls.sourceipaddress
where task_calls.eventtime >= :since_time
    and start_addresses.sourceipaddress is null
    and task_calls.sourceipaddress not in (:own_addresses)
    and regexp_like(task_calls.sourceipaddress, :an_address)
    and not regexp_like(task_calls.sourceipaddress, :not_the_internet)
group by task_calls.role_arn, task_calls.task_id, task_calls.sourceipaddress
order by refused desc, calls desc, task_calls.role_arn, source_ip, task_id
limit 500
