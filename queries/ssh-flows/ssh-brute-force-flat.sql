-- Whose connections to one target are all of the same size, as failed logins are?
-- when: to tell password guessing from people and from scans
-- attack: T1110.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-brute-force, ssh-brute-force-flat
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- flat connections from which it is guessing (SSHCure: a streak of 10)
-- param tolerance: number = 1 -- packets more or less than the usual number; retransmissions cannot be seen
with records as (
    select
        case when dstport in (:ssh_ports) then 'request' else 'reply' end as direction,
        case
            when dstport in (:ssh_ports) then coalesce(nullif(pkt_srcaddr, '-'), srcaddr)
            else coalesce(nullif(pkt_dstaddr, '-'), dstaddr)
        end as client_ip,
        case when dstport in (:ssh_ports) then srcport else dstport end as client_port,
        case when dstport in (:ssh_ports) then dstaddr else srcaddr end as server_ip,
        case when dstport in (:ssh_ports) then dstport else srcport end as server_port,
        packets,
        bytes,
        coalesce(tcp_flags, case when action = 'ACCEPT' then 18 else 0 end) as flags,
        action,
        "start" as start_epoch,
        "end" as end_epoch
    from vpc_flow_logs
    where hour between :since_hour and :until_hour
        and "start" between :since_epoch and :until_epoch
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and coalesce(log_status, 'OK') = 'OK'
        and protocol = 6
        and (dstport in (:ssh_ports) or srcport in (:ssh_ports))
        and coalesce(flow_direction, '-') <> case when dstport in (:ssh_ports) then 'egress' else 'ingress' end
),

marked as (
    select
        *,
        case
            when start_epoch - max(end_epoch) over (
                partition by client_ip, client_port, server_ip, server_port
                order by start_epoch, end_epoch, direction
                rows between unbounded preceding and 1 preceding
            ) <= 180 then 0
            else 1
        end as is_new
    from records
),

numbered as (
    select
        *,
        sum(is_new) over (
            partition by client_ip, client_port, server_ip, server_port
            order by start_epoch, end_epoch, direction
            rows between unbounded preceding and current row
        ) as connection
    from marked
),

connections as (
    select
        client_ip,
        client_port,
        server_ip,
        server_port,
        min(start_epoch) as start_epoch,
        max(end_epoch) as end_epoch,
        coalesce(sum(case when direction = 'request' then packets end), 0) as packets,
        coalesce(sum(case when direction = 'request' then bytes end), 0) as bytes,
        coalesce(sum(case when direction = 'reply' then packets end), 0) as reply_packets,
        max(case when direction = 'reply' and bitwise_and(flags, 18) = 18 then 1 else 0 end) as answered,
        max(case when direction = 'request' and action = 'REJECT' then 1 else 0 end) as rejected
    from numbered
    group by client_ip, client_port, server_ip, server_port, connection
    having coalesce(sum(case when direction = 'request' then packets end), 0) > 0
),

sizes as (
    select
        client_ip,
        server_ip,
        server_port,
        packets,
        row_number() over (
            partition by client_ip, server_ip, server_port
            order by count(*) desc, packets
        ) as place
    from connections
    where packets between 11 and 51
    group by client_ip, server_ip, server_port, packets
),

modes as (
    select
        client_ip,
        server_ip,
        server_port,
        packets as usual_packets
    from sizes
    where place = 1
),

judged as (
    select
        connections.*,
        modes.usual_packets,
        case when abs(connections.packets - modes.usual_packets) <= :tolerance then 1 else 0 end as is_flat
    from connections
    join modes
        on modes.client_ip = connections.client_ip
        and modes.server_ip = connections.server_ip
        and modes.server_port = connections.server_port
    where connections.answered = 1
)

select
    client_ip as source_ip,
    server_ip as target_ip,
    server_port as target_port,
    usual_packets,
    sum(is_flat) as flat_connections,
    count(*) as connections,
    round(cast(sum(is_flat) as double) / count(*), 2) as flat_share,
    max(packets) as most_packets,
    from_unixtime(min(start_epoch)) as first_seen,
    from_unixtime(max(end_epoch)) as last_seen
from judged
group by client_ip, server_ip, server_port, usual_packets
having sum(is_flat) >= :attempts
order by flat_connections desc, source_ip, target_ip, target_port
limit 500
