-- Connections that were answered and carried more, for longer, than the usual failed attempt of the same pair.
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
    where answered = 1
    group by client_ip, server_ip, server_port, packets
),

counted as (
    select
        connections.*,
        sizes.packets as usual_packets,
        count(*) over (
            partition by connections.client_ip, connections.server_ip, connections.server_port
            order by connections.start_epoch, connections.client_port
            rows between unbounded preceding and 1 preceding
        ) as attempts_before
    from connections
    join sizes
        on sizes.client_ip = connections.client_ip
        and sizes.server_ip = connections.server_ip
        and sizes.server_port = connections.server_port
        and sizes.place = 1
),

probable_logins as (
    select *
    from counted
    where answered = 1
        and attempts_before >= :attempts
        and packets >= usual_packets + 5
        and end_epoch - start_epoch > :grace_seconds
)
