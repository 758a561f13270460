-- What was changed on the way packets and requests take: rules, routes, gateways, endpoints, mirrors, APIs?
-- when: traffic takes another way than yesterday, or does not arrive
-- attack: T1686.001, T1599, T1040
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: network-path-changed, cis-cloudwatch-10-security-group-changed, security-group-rule-edited-open,
--    unusual-port-opened-to-world, all-traffic-opened-to-world, cis-cloudwatch-11-network-acl-changed,
--    cis-cloudwatch-12-gateway-changed, cis-cloudwatch-13-route-table-changed,
--    cis-cloudwatch-14-vpc-changed, prefix-list-opened-to-world, reach-opened-in-parts, api-front-weakened, network-guard-lowered
with
-- include api-calls

select
    happened_at,
    action,
    coalesce(
        json_extract_scalar(requestparameters, '$.groupId'),
        json_extract_scalar(requestparameters, '$.networkAclId'),
        json_extract_scalar(requestparameters, '$.routeTableId'),
        json_extract_scalar(requestparameters, '$.internetGatewayId'),
        json_extract_scalar(requestparameters, '$.natGatewayId'),
        json_extract_scalar(requestparameters, '$.networkInterfaceId'),
        json_extract_scalar(requestparameters, '$.subnetId'),
        json_extract_scalar(requestparameters, '$.vpcId'),
        json_extract_scalar(requestparameters, '$.apiId'),
        json_extract_scalar(requestparameters, '$.vpcLinkId')
    ) as target,
    coalesce(
        json_extract_scalar(requestparameters, '$.destinationCidrBlock'),
        json_extract_scalar(requestparameters, '$.cidrBlock'),
        json_extract_scalar(requestparameters, '$.cidrIp')
    ) as cidr,
    outcome,
    principal,
    source_ip,
    region,
    event_id
from api_calls
where eventsource in ('ec2.amazonaws.com', 'apigateway.amazonaws.com')
    and readonly = 'false'
    and regexp_like(
        eventname,
        'SecurityGroup|NetworkAcl|Route|InternetGateway|NatGateway|VpnGateway|CustomerGateway|TransitGateway|VpcPeering|VpcEndpoint|ManagedPrefixList|TrafficMirror|NetworkInterfaceAttribute|Authorizer|Integration|Stage|AccessLogSettings|Api$|VpcLink|^(Create|Delete|Modify)(Vpc|Subnet)'
    )
order by eventtime desc, eventid
limit 1000
