-- When was the root user used, and who came into the console without a second factor or failed to?
-- when: root should sleep; a login without MFA should be from single sign-on only
-- attack: T1078.004, T1110
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: root-activity, console-login-without-mfa, console-login-failures, cis-cloudwatch-1-root-use,
--    cis-cloudwatch-3-console-without-mfa, cis-cloudwatch-6-console-login-failed
select
    from_iso8601_timestamp(eventtime) as happened_at,
    case
        when useridentity.type = 'Root' then 'root'
        when json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' then 'login failed'
        else 'login without MFA'
    end as what,
    eventsource as service,
    eventname as action,
    coalesce(useridentity.arn, useridentity.username, 'unknown') as caller,
    json_extract_scalar(additionaleventdata, '$.MFAUsed') as mfa_used,
    coalesce(errormessage, errorcode, 'ok') as outcome,
    sourceipaddress as source_ip,
    useragent as user_agent,
    account,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and (
        (useridentity.type = 'Root' and useridentity.invokedby is null and eventtype <> 'AwsServiceEvent')
        or (
            eventname = 'ConsoleLogin'
            and (
                json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure'
                or coalesce(json_extract_scalar(additionaleventdata, '$.MFAUsed'), 'No') <> 'Yes'
            )
        )
    )
order by eventtime desc, eventid
limit 500
