-- Who reached a machine by Session Manager, Run Command, a pushed SSH key or the serial console?
-- when: SSH activity that no flow log explains, and after a key leaked
-- attack: T1021.004, T1021.007, T1651, T1098.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ec2-shell-through-ssm, ec2-ssh-key-pushed, ec2-user-data-changed
-- replay: yes
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    coalesce(
        json_extract_scalar(requestparameters, '$.target'),
        json_extract_scalar(requestparameters, '$.instanceId'),
        json_extract_scalar(requestparameters, '$.instanceIds[0]'),
        json_extract_scalar(requestparameters, '$.keyName')
    ) as target,
    json_extract_scalar(requestparameters, '$.documentName') as document,
    json_extract_scalar(requestparameters, '$.instanceOSUser') as login,
    coalesce(errorcode, 'ok') as outcome,
    coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
    useridentity.arn as caller,
    sourceipaddress as source_ip,
    useragent as user_agent,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and (
        (eventsource = 'ssm.amazonaws.com' and eventname in ('StartSession', 'ResumeSession', 'SendCommand'))
        or eventsource = 'ec2-instance-connect.amazonaws.com'
        or (
            eventsource = 'ec2.amazonaws.com'
            and eventname in (
                'EnableSerialConsoleAccess', 'ImportKeyPair', 'CreateKeyPair', 'GetPasswordData',
                'ModifyInstanceAttribute', 'DescribeInstanceAttribute'
            )
        )
    )
order by eventtime desc, eventid
limit 1000
