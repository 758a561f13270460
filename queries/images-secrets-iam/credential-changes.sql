-- Which access keys, passwords and MFA devices were made, changed or removed, and for whom?
-- when: somebody may have built a way back in
-- attack: T1098.001, T1136.003, T1556.006
-- cost: IAM is recorded in us-east-1: name that region too when you name regions
-- serves: iam-credential-created, iam-federation-added,
--    chain-credential-made-then-used-elsewhere, chain-user-made-and-given-power
-- replay: yes
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    coalesce(
        json_extract_scalar(requestparameters, '$.userName'),
        json_extract_scalar(responseelements, '$.accessKey.userName'),
        useridentity.username
    ) as for_user,
    coalesce(
        json_extract_scalar(responseelements, '$.accessKey.accessKeyId'),
        json_extract_scalar(requestparameters, '$.accessKeyId'),
        json_extract_scalar(requestparameters, '$.serialNumber')
    ) as credential,
    coalesce(errorcode, 'ok') as outcome,
    coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
    sourceipaddress as source_ip,
    useragent as user_agent,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and (
        (
            eventsource = 'iam.amazonaws.com'
            and eventname in (
                'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', 'CreateUser', 'CreateLoginProfile',
                'UpdateLoginProfile', 'DeleteLoginProfile', 'ChangePassword', 'DeactivateMFADevice',
                'DeleteVirtualMFADevice', 'CreateSAMLProvider', 'CreateOpenIDConnectProvider',
                'UploadSSHPublicKey', 'CreateServiceSpecificCredential'
            )
        )
        or (eventsource = 'signin.amazonaws.com' and eventname like 'Password%')
        or (eventsource = 'rolesanywhere.amazonaws.com' and eventname = 'CreateTrustAnchor')
        or (eventsource = 'sts.amazonaws.com' and eventname = 'GetFederationToken')
    )
order by eventtime desc, eventid
limit 500
