-- When was the root user used, and who came into the console without a second factor or failed to?
-- when: root should sleep; a login without MFA should be from single sign-on only
-- attack: T1078.004, T1110
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: root-activity, console-login-without-mfa, console-login-failures, cis-cloudwatch-1-root-use,
--    cis-cloudwatch-3-console-without-mfa, cis-cloudwatch-6-console-login-failed
with
-- include api-calls

select
    happened_at,
    case
        when useridentity.type = 'Root' then 'root'
        when json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' then 'login failed'
        else 'login without MFA'
    end as what,
    service,
    action,
    coalesce(useridentity.arn, useridentity.username, 'unknown') as caller,
    json_extract_scalar(additionaleventdata, '$.MFAUsed') as mfa_used,
    coalesce(errormessage, errorcode, 'ok') as outcome,
    source_ip,
    user_agent,
    account,
    event_id
from api_calls
where (
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
