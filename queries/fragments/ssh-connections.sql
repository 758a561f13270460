-- SSH connections: the records of both directions, as the interface of the server saw them, joined across aggregation
-- windows. A client port that is used again three minutes after its last record is another connection.
records as (
    select
        case when dstport in (:ssh_ports) then 'request' else 'reply' end as direction,
        case
            when dstport in (:ssh_ports) then sender_ip
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
    from flows
    where protocol = 6
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
        and (
            'none' in (:trusted_ranges)
            or not coalesce(
                any_match(array[:trusted_ranges], trusted -> contains(trusted, try_cast(client_ip as ipaddress))),
                false
            )
        )
)
