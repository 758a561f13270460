-- Was a role of tasks used from an address that is not ours?
-- when: credentials of a task may have been carried off
-- attack: T1552.005, T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region; give
--    `own_addresses`, the addresses of your NAT gateways and public tasks
-- serves: task-credentials-explored-account
-- param own_addresses: addresses = * -- public addresses of NAT gateways and tasks
-- param task_roles: name = (?i)task-?role -- regular expression of further role ARNs that are tasks'
with task_roles as (
    select distinct json_extract_scalar(requestparameters, '$.roleArn') as role_arn
    from cloudtrail_logs
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and eventsource = 'sts.amazonaws.com'
        and eventname = 'AssumeRole'
        and useridentity.invokedby = 'ecs-tasks.amazonaws.com'
),

calls as (
    select
        useridentity.sessioncontext.sessionissuer.arn as role_arn,
        useridentity.arn as caller,
        sourceipaddress,
        useragent,
        eventsource,
        eventname,
        eventtime,
        errorcode,
        vpcendpointid
    from cloudtrail_logs
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and useridentity.sessioncontext.sessionissuer.arn is not null
)

select
    calls.role_arn,
    regexp_extract(calls.caller, '[^/]+$') as task_or_session,
    calls.sourceipaddress as source_ip,
    count(*) as calls,
    count_if(calls.errorcode is not null) as refused,
    from_iso8601_timestamp(min(calls.eventtime)) as first_seen,
    from_iso8601_timestamp(max(calls.eventtime)) as last_seen,
    min_by(calls.useragent, calls.eventtime) as user_agent,
    array_join(
        slice(array_sort(array_agg(distinct calls.eventsource || ' ' || calls.eventname)), 1, 20),
        ', '
    ) as some_actions
from calls
left join task_roles on task_roles.role_arn = calls.role_arn
where (task_roles.role_arn is not null or regexp_like(calls.role_arn, :task_roles))
    and calls.vpcendpointid is null
    and not calls.sourceipaddress like '%.amazonaws.com'
    and calls.sourceipaddress <> 'AWS Internal'
    and calls.sourceipaddress not in (:own_addresses)
    and not regexp_like(calls.sourceipaddress, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)')
group by calls.role_arn, regexp_extract(calls.caller, '[^/]+$'), calls.sourceipaddress
order by calls desc, calls.role_arn, source_ip, task_or_session
limit 500
