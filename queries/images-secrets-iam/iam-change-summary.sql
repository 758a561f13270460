-- Who changed what kind of thing in IAM?
-- when: overview of a week, before looking at single changes
-- attack: T1098, T1136.003
-- cost: IAM is recorded in us-east-1: name that region too when you name regions
-- serves: iam-permissions-changed, iam-federation-added, iam-credential-created, organization-left,
--    cis-cloudwatch-4-iam-policy-changed, iam-power-granted, iam-credential-revived, root-assumed,
--    delegation-accepted
with
-- include api-calls

select
    principal,
    eventname as action,
    count(*) as calls,
    count_if(errorcode is not null) as failed,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(
        slice(
            array_sort(
                array_agg(distinct coalesce(
                    json_extract_scalar(requestparameters, '$.roleName'),
                    json_extract_scalar(requestparameters, '$.userName'),
                    json_extract_scalar(requestparameters, '$.groupName'),
                    json_extract_scalar(requestparameters, '$.policyArn'),
                    '-'
                ))
            ),
            1,
            10
        ),
        ', '
    ) as some_targets
from api_calls
where eventsource in ('iam.amazonaws.com', 'rolesanywhere.amazonaws.com', 'organizations.amazonaws.com')
    and readonly = 'false'
group by 1, 2
order by calls desc, principal, action
limit 500
