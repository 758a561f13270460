-- Was SSH tried on us within the hour after somebody opened the port?
-- when: an open port is found within minutes: who opened it, and who came?
-- attack: T1686.001, T1110
-- cost: reads CloudTrail and flow logs of the window
-- serves: ssh-port-opened-to-world, ssh-port-opened-then-probed
-- replay: yes
-- param interfaces_since: time = since - 7d -- how far back the creation of interfaces is looked for
-- param ssh_ports: numbers = 22 -- ports on which SSH listens
with
-- include flows
-- include api-calls
-- include openings

ssh_opened as (
    select
        *,
        to_unixtime(happened_at) as at_epoch
    from openings
    where regexp_like(cidr, '/[0-7]$')
        and (protocol = '-1' or any_match(array[:ssh_ports], port -> port between from_port and to_port))
),

interface_groups as (
    select distinct
        json_extract_scalar(responseelements, '$.networkInterface.networkInterfaceId') as interface_id,
        json_extract_scalar(security_group, '$.groupId') as security_group
    from cloudtrail_logs
    cross join unnest(
        try_cast(json_extract(responseelements, '$.networkInterface.groupSet.items') as array(json))
    ) as group_set (security_group)
    where day between :interfaces_since_day and :until_day
        and eventtime between :interfaces_since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and eventsource = 'ec2.amazonaws.com'
        and eventname = 'CreateNetworkInterface'
),

known_interfaces as (
    select distinct interface_id
    from interface_groups
),

ssh_flows as (
    select
        sender_ip as source_ip,
        dstaddr,
        interface_id,
        srcport,
        action,
        packets,
        "start" as start_epoch,
        account,
        region
    from flows
    where protocol = 6
        and dstport in (:ssh_ports)
        and coalesce(flow_direction, '-') <> 'egress'
        and is_sender_public
)

select
    from_unixtime(ssh_opened.at_epoch) as opened_at,
    ssh_opened.principal as opened_by,
    ssh_opened.security_group,
    ssh_flows.source_ip,
    case when interface_groups.interface_id is null then 'same account and region' else 'interface of the group' end as link,
    count(distinct ssh_flows.srcport) as attempts,
    count_if(ssh_flows.action = 'ACCEPT') as accepted,
    count(distinct ssh_flows.dstaddr) as targets,
    max(ssh_flows.packets) as most_packets,
    cast(min(ssh_flows.start_epoch) - min(ssh_opened.at_epoch) as bigint) as seconds_after,
    from_unixtime(min(ssh_flows.start_epoch)) as first_seen
from ssh_opened
join ssh_flows
    on (ssh_flows.account = ssh_opened.account or 'unknown' in (ssh_flows.account, ssh_opened.account))
    and (ssh_flows.region = ssh_opened.region or 'unknown' in (ssh_flows.region, ssh_opened.region))
    and ssh_flows.start_epoch between ssh_opened.at_epoch and ssh_opened.at_epoch + 3600
left join interface_groups
    on interface_groups.interface_id = ssh_flows.interface_id
    and interface_groups.security_group = ssh_opened.security_group
left join known_interfaces on known_interfaces.interface_id = ssh_flows.interface_id
where interface_groups.interface_id is not null or known_interfaces.interface_id is null
group by 1, 2, 3, 4, 5
order by opened_at, attempts desc, source_ip, security_group, opened_by, link
limit 500
