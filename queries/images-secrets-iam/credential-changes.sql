-- Which access keys, passwords and MFA devices were made, changed or removed, and for whom?
-- when: somebody may have built a way back in
-- attack: T1098.001, T1136.003, T1556.006
-- cost: IAM is recorded in us-east-1: name that region too when you name regions
-- serves: iam-credential-created, iam-federation-added,
--    chain-credential-made-then-used-elsewhere, chain-user-made-and-given-power,
--    iam-access-removed-in-bulk
-- replay: yes
with
-- include api-calls

select
    happened_at,
    action,
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
    outcome,
    principal,
    source_ip,
    user_agent,
    event_id
from api_calls
where (
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
