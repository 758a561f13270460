-- What was changed on roles and users, in their policies and in who may assume them?
-- when: a task can do more than yesterday
-- attack: T1098.003, T1548
-- cost: IAM is recorded in us-east-1: name that region too when you name regions
-- serves: iam-permissions-changed, iam-role-trust-changed, iam-admin-policy-attached
-- param target: name = % -- name of the role, user or group; % and _ are wildcards
with
-- include api-calls

select
    happened_at,
    action,
    coalesce(
        json_extract_scalar(requestparameters, '$.roleName'),
        json_extract_scalar(requestparameters, '$.userName'),
        json_extract_scalar(requestparameters, '$.groupName')
    ) as target,
    coalesce(
        json_extract_scalar(requestparameters, '$.policyArn'),
        json_extract_scalar(requestparameters, '$.policyName')
    ) as policy,
    coalesce(
        json_extract_scalar(requestparameters, '$.policyArn') like '%:policy/AdministratorAccess',
        false
    ) as is_admin,
    substr(
        coalesce(
            json_extract_scalar(requestparameters, '$.policyDocument'),
            json_extract_scalar(requestparameters, '$.assumeRolePolicyDocument')
        ),
        1,
        500
    ) as document,
    outcome,
    principal,
    source_ip,
    event_id
from api_calls
where eventsource = 'iam.amazonaws.com'
    and eventname in (
        'PutRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy',
        'PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary', 'CreateRole', 'DeleteRole', 'UpdateRole',
        'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'AttachUserPolicy', 'AttachGroupPolicy', 'PutUserPolicy',
        'PutGroupPolicy', 'AddUserToGroup', 'DeleteUserPermissionsBoundary', 'PutUserPermissionsBoundary'
    )
    and coalesce(
        json_extract_scalar(requestparameters, '$.roleName'),
        json_extract_scalar(requestparameters, '$.userName'),
        json_extract_scalar(requestparameters, '$.groupName'),
        ''
    ) like :target
order by eventtime desc, eventid
limit 500
