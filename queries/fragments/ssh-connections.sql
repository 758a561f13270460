-- SSH connections, joined from the records of both directions and all windows as the rules join them: who opened one is
-- told by its handshake, else by its ports; a client port that is used again after the end is another connection; where
-- both ends record it, the fuller record counts.
sightings as (
    select
        *,
        coalesce(nullif(pkt_dstaddr, '-'), dstaddr) as receiver_ip,
        case
            when bitwise_and(tcp_flags, 2) <> 0 then bitwise_and(tcp_flags, 16) = 0
            when (srcport in (:ssh_ports)) <> (dstport in (:ssh_ports)) then dstport in (:ssh_ports)
            when action = 'REJECT' then not (srcport < 1024 and dstport >= 1024)
            when srcport >= 32768 and dstport >= 32768 then null
            when srcport = dstport then null
            else dstport < srcport
        end as is_request
    from flows
    where protocol = 6
        and (dstport in (:ssh_ports) or srcport in (:ssh_ports))
),

records as (
    select
        is_request,
        case when is_request then sender_ip else receiver_ip end as client_ip,
        case when is_request then srcport else dstport end as client_port,
        case when is_request then receiver_ip else sender_ip end as server_ip,
        case when is_request then dstport else srcport end as server_port,
        interface_id,
        coalesce(packets, 0) as packets,
        coalesce(bytes, 0) as bytes,
        action = 'REJECT' as is_rejected,
        "start" as start_epoch,
        "end" as end_epoch,
        bitwise_or_agg(tcp_flags) as flags
    from sightings
    where is_request is not null
        and case when is_request then dstport else srcport end in (:ssh_ports)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
),

placed as (
    select
        *,
        row_number() over (
            partition by client_ip, client_port, server_ip, server_port
            order by start_epoch, end_epoch, interface_id, is_request, packets, bytes
        ) as place,
        start_epoch - max(end_epoch) over (
            partition by client_ip, client_port, server_ip, server_port
            order by start_epoch, end_epoch, interface_id, is_request, packets, bytes
            rows between unbounded preceding and 1 preceding
        ) as silent_seconds
    from records
),

paused as (
    select
        *,
        case
            when silent_seconds > 0 and bitwise_and(flags, 2) <> 0 then 'opened'
            when silent_seconds > :longest_silence_seconds and flags is null then 'silent'
        end as pause
    from placed
),

marked as (
    select
        *,
        max(case when bitwise_and(flags, 5) <> 0 then place end) over (
            partition by client_ip, client_port, server_ip, server_port
            order by place
            rows between unbounded preceding and 1 preceding
        ) as closed_at,
        max(case when pause is not null then place end) over (
            partition by client_ip, client_port, server_ip, server_port
            order by place
            rows between unbounded preceding and 1 preceding
        ) as paused_at
    from paused
),

numbered as (
    select
        *,
        sum(case when pause = 'silent' or pause = 'opened' and closed_at >= coalesce(paused_at, 0) then 1 else 0 end) over (
            partition by client_ip, client_port, server_ip, server_port
            order by place
            rows between unbounded preceding and current row
        ) as connection
    from marked
),

by_interface as (
    select
        client_ip,
        client_port,
        server_ip,
        server_port,
        connection,
        min(start_epoch) as start_epoch,
        max(end_epoch) as end_epoch,
        coalesce(sum(case when is_request then packets end), 0) as packets,
        coalesce(sum(case when is_request then bytes end), 0) as bytes,
        coalesce(sum(case when not is_request and not is_rejected then packets end), 0) as reply_packets,
        coalesce(sum(case when not is_request and not is_rejected then bytes end), 0) as reply_bytes,
        bitwise_or_agg(case when is_request then flags end) as request_flags,
        bitwise_or_agg(case when not is_request then flags end) as reply_flags,
        count_if(is_request) as requests,
        count_if(is_request and not is_rejected) as requests_let_through
    from numbered
    group by client_ip, client_port, server_ip, server_port, connection, interface_id
),

joined as (
    select
        client_ip,
        client_port,
        server_ip,
        server_port,
        strpos(server_ip, ':') > 0 as is_ipv6,
        min(start_epoch) as start_epoch,
        max(end_epoch) as end_epoch,
        max(packets) as packets,
        max(bytes) as bytes,
        max(reply_packets) as reply_packets,
        max(reply_bytes) as reply_bytes,
        bitwise_or_agg(request_flags) as request_flags,
        bitwise_or_agg(reply_flags) as reply_flags,
        sum(requests_let_through) = 0 as is_rejected
    from by_interface
    group by client_ip, client_port, server_ip, server_port, connection
    having sum(requests) > 0
        and (
            'none' in (:trusted_ranges)
            or not coalesce(
                any_match(
                    array[:trusted_ranges],
                    trusted -> contains(trusted, try_cast(client_ip as ipaddress))
                    or contains(trusted, try_cast(server_ip as ipaddress))
                ),
                false
            )
        )
),

connections as (
    select
        client_ip,
        client_port,
        server_ip,
        server_port,
        start_epoch,
        end_epoch,
        packets,
        bytes,
        greatest(bytes - packets * (case when is_ipv6 then 72 else 52 end), 0) as payload,
        reply_packets,
        greatest(reply_bytes - reply_packets * (case when is_ipv6 then 72 else 52 end), 0) as reply_payload,
        case
            when is_rejected then 0
            when bytes > packets * (case when is_ipv6 then 84 else 64 end) then 1
            when reply_packets = 0 then 0
            when bitwise_and(reply_flags, 18) = 18 then 1
            when reply_bytes > reply_packets * (case when is_ipv6 then 60 else 40 end) then 1
            else 0
        end as answered,
        case when is_rejected then 1 else 0 end as rejected,
        case when request_flags is null or bitwise_and(request_flags, 2) <> 0 then 1 else 0 end as opened,
        case
            when packets = 0 or packets > 7 then 0
            when request_flags is null
                then case
                    when cast(bytes as double) / packets - (case when is_ipv6 then 20 else 0 end) in (44, 48, 60, 64) then 1
                    else 0
                end
            when request_flags <> 2 then 0
            when packets = 1 then 1
            when cast(bytes as double) / packets - (case when is_ipv6 then 20 else 0 end) in (40, 44, 48, 52, 60, 64) then 1
            else 0
        end as syn_only
    from joined
)
