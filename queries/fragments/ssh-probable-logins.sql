-- Connections that were answered and carried more, for longer, than the usual failed attempt of the same pair.
counted as (
    select
        connections.*,
        usual_sizes.usual_packets,
        count(*) over (
            partition by connections.client_ip, connections.server_ip, connections.server_port
            order by connections.start_epoch, connections.client_port
            rows between unbounded preceding and 1 preceding
        ) as attempts_before
    from connections
    join usual_sizes
        on usual_sizes.client_ip = connections.client_ip
        and usual_sizes.server_ip = connections.server_ip
        and usual_sizes.server_port = connections.server_port
),

probable_logins as (
    select *
    from counted
    where answered = 1
        and attempts_before >= :attempts
        and packets >= usual_packets + 5
        and end_epoch - start_epoch > :grace_seconds
)
