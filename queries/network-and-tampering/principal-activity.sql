-- What did one identity do, apart from reading?
-- when: you have a name and want to know the rest
-- attack: T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: root-activity, ecs-console-change-without-mfa,
--    chain-whoami-enumeration-refusals, first-time-sensitive-call, first-time-agent-of-deploy-role
-- param who: name = % -- ARN, user name or access key; % and _ are wildcards
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventsource as service,
    eventname as action,
    substr(requestparameters, 1, 300) as request,
    coalesce(errorcode, 'ok') as outcome,
    useridentity.arn as caller,
    useridentity.accesskeyid as access_key,
    sourceipaddress as source_ip,
    useragent as user_agent,
    region,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and coalesce(readonly, 'false') = 'false'
    and (
        coalesce(useridentity.arn, '') like :who
        or coalesce(useridentity.username, '') like :who
        or coalesce(useridentity.accesskeyid, '') like :who
        or coalesce(useridentity.sessioncontext.sessionissuer.arn, '') like :who
    )
order by eventtime desc, eventid
limit 1000
