-- Was an SSH daemon given more new connections a minute than it takes, however many sources they came from?
-- when: nobody can log in any more, or guessing is spread over many sources
-- attack: T1499.002, T1110
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-flood
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param connections: number = 100 -- new connections a minute that are a flood (MaxStartups of sshd_config(5)
--    refuses all at 100)
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

by_minute as (
    select
        server_ip,
        server_port,
        start_epoch / 60 as minute_number,
        count(*) as connections,
        count(distinct client_ip) as sources
    from connections
    group by server_ip, server_port, start_epoch / 60
)

select
    server_ip as target_ip,
    server_port as target_port,
    count(*) as flooded_minutes,
    max(connections) as most_in_a_minute,
    sum(connections) as connections,
    max(sources) as most_sources_in_a_minute,
    from_unixtime(min(minute_number) * 60) as first_seen,
    from_unixtime(max(minute_number) * 60 + 60) as last_seen
from by_minute
where connections >= :connections
group by server_ip, server_port
order by connections desc, target_ip, target_port
limit 200
