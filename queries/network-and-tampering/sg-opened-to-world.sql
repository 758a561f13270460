-- Which security-group rules let the whole internet in, to which ports, and who wrote them?
-- when: a port alarm rang, or a scanner found something
-- attack: T1562.007, T1133
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ssh-port-opened-to-world, all-traffic-opened-to-world, unusual-port-opened-to-world,
--    security-group-rule-edited-open
-- replay: yes
with rules as (
    select
        eventtime,
        eventname,
        coalesce(
            json_extract_scalar(rule, '$.groupId'),
            json_extract_scalar(requestparameters, '$.ModifySecurityGroupRulesRequest.GroupId')
        ) as security_group,
        coalesce(
            json_extract_scalar(rule, '$.securityGroupRuleId'),
            json_extract_scalar(rule, '$.SecurityGroupRuleId')
        ) as rule_id,
        json_extract_scalar(rule, '$.isEgress') as is_egress,
        coalesce(
            json_extract_scalar(rule, '$.ipProtocol'),
            json_extract_scalar(rule, '$.SecurityGroupRule.IpProtocol')
        ) as protocol,
        try_cast(
            coalesce(
                json_extract_scalar(rule, '$.fromPort'),
                json_extract_scalar(rule, '$.SecurityGroupRule.FromPort')
            ) as integer
        ) as from_port,
        try_cast(
            coalesce(
                json_extract_scalar(rule, '$.toPort'),
                json_extract_scalar(rule, '$.SecurityGroupRule.ToPort')
            ) as integer
        ) as to_port,
        coalesce(
            json_extract_scalar(rule, '$.cidrIpv4'),
            json_extract_scalar(rule, '$.cidrIpv6'),
            json_extract_scalar(rule, '$.SecurityGroupRule.CidrIpv4'),
            json_extract_scalar(rule, '$.SecurityGroupRule.CidrIpv6')
        ) as cidr,
        coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
        sourceipaddress,
        useragent,
        eventid
    from cloudtrail_logs
    cross join unnest(
        -- Edited rules stand in the request: as a list, or as one object.
        coalesce(
            try_cast(json_extract(responseelements, '$.securityGroupRuleSet.items') as array(json)),
            try_cast(json_extract(requestparameters, '$.ModifySecurityGroupRulesRequest.SecurityGroupRule') as array(json)),
            array[json_extract(requestparameters, '$.ModifySecurityGroupRulesRequest.SecurityGroupRule')]
        )
    ) as rule_set (rule)
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and eventsource = 'ec2.amazonaws.com'
        and eventname in ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
        and errorcode is null
)

select
    from_iso8601_timestamp(eventtime) as opened_at,
    security_group,
    rule_id,
    protocol,
    from_port,
    to_port,
    cidr,
    protocol = '-1' or (from_port <= 22 and to_port >= 22) as opens_ssh,
    principal,
    sourceipaddress as source_ip,
    useragent as user_agent,
    eventid as event_id
from rules
where cidr like '%/0'
order by eventtime desc, eventid, rule_id, cidr
limit 500
