-- What did one identity do, apart from reading?
-- when: you have a name and want to know the rest
-- attack: T1078.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: root-activity, ecs-console-change-without-mfa,
--    chain-whoami-enumeration-refusals, first-time-sensitive-call, first-time-agent-of-deploy-role,
--    identity-center-changed, front-door-opened, web-firewall-weakened, public-access-block-removed,
--    remote-access-prepared, build-changed-by-hand, stack-changed-by-hand, function-opened, kms-grant-made,
--    file-system-exposed, account-settings-changed, root-assumed, code-handed-to-service,
--    data-destroyed-by-hand
-- param who: name = % -- ARN, user name or access key; % and _ are wildcards
with
-- include api-calls

select
    happened_at,
    service,
    action,
    substr(requestparameters, 1, 300) as request,
    outcome,
    useridentity.arn as caller,
    useridentity.accesskeyid as access_key,
    source_ip,
    user_agent,
    region,
    event_id
from api_calls
where coalesce(readonly, 'false') = 'false'
    and (
        coalesce(useridentity.arn, '') like :who
        or coalesce(useridentity.username, '') like :who
        or coalesce(useridentity.accesskeyid, '') like :who
        or coalesce(useridentity.sessioncontext.sessionissuer.arn, '') like :who
    )
order by eventtime desc, eventid
limit 1000
