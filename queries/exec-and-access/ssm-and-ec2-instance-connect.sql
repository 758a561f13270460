-- Who reached a machine by Session Manager, Run Command, a pushed SSH key or the serial console?
-- when: SSH activity that no flow log explains, and after a key leaked
-- attack: T1021.004, T1021.007, T1651, T1098.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ec2-shell-through-ssm, ec2-ssh-key-pushed, ec2-user-data-changed
-- replay: yes
with
-- include api-calls

select
    happened_at,
    action,
    coalesce(
        json_extract_scalar(requestparameters, '$.target'),
        json_extract_scalar(requestparameters, '$.instanceId'),
        json_extract_scalar(requestparameters, '$.instanceIds[0]'),
        json_extract_scalar(requestparameters, '$.keyName')
    ) as target,
    json_extract_scalar(requestparameters, '$.documentName') as document,
    json_extract_scalar(requestparameters, '$.instanceOSUser') as login,
    outcome,
    principal,
    useridentity.arn as caller,
    source_ip,
    user_agent,
    event_id
from api_calls
where (
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
