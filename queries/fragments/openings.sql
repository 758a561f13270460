-- Rules of security groups that let somebody in, by whichever call they were made: added to a group, or edited in place,
-- one rule or many in one call.
rules_made as (
    select
        api_calls.*,
        json_extract_scalar(requestparameters, '$.groupId') as asked_group,
        rule
    from api_calls
    cross join unnest(
        try_cast(json_extract(responseelements, '$.securityGroupRuleSet.items') as array(json))
    ) as rule_set (rule)
    where eventsource = 'ec2.amazonaws.com'
        and eventname = 'AuthorizeSecurityGroupIngress'
    union all
    select
        api_calls.*,
        json_extract_scalar(requestparameters, '$.ModifySecurityGroupRulesRequest.GroupId') as asked_group,
        rule
    from api_calls
    cross join unnest(
        coalesce(
            try_cast(
                json_extract(requestparameters, '$.ModifySecurityGroupRulesRequest.SecurityGroupRule') as array(json)
            ),
            array[json_extract(requestparameters, '$.ModifySecurityGroupRulesRequest.SecurityGroupRule')]
        )
    ) as rule_set (rule)
    where eventsource = 'ec2.amazonaws.com'
        and eventname = 'ModifySecurityGroupRules'
        and errorcode is null
),

openings as (
    select
        *,
        coalesce(json_extract_scalar(rule, '$.groupId'), asked_group) as security_group,
        coalesce(
            json_extract_scalar(rule, '$.securityGroupRuleId'), json_extract_scalar(rule, '$.SecurityGroupRuleId')
        ) as rule_id,
        coalesce(
            json_extract_scalar(rule, '$.ipProtocol'), json_extract_scalar(rule, '$.SecurityGroupRule.IpProtocol')
        ) as protocol,
        try_cast(
            coalesce(
                json_extract_scalar(rule, '$.fromPort'), json_extract_scalar(rule, '$.SecurityGroupRule.FromPort')
            ) as integer
        ) as from_port,
        try_cast(
            coalesce(
                json_extract_scalar(rule, '$.toPort'), json_extract_scalar(rule, '$.SecurityGroupRule.ToPort')
            ) as integer
        ) as to_port,
        coalesce(
            json_extract_scalar(rule, '$.cidrIpv4'),
            json_extract_scalar(rule, '$.cidrIpv6'),
            json_extract_scalar(rule, '$.SecurityGroupRule.CidrIpv4'),
            json_extract_scalar(rule, '$.SecurityGroupRule.CidrIpv6')
        ) as cidr
    from rules_made
)
