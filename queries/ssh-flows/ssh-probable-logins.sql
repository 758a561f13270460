-- Did a guesser get in: a longer, larger connection after many that failed?
-- when: at once after a brute-force finding: this is the difference between noise and an incident
-- attack: T1110, T1078
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-probable-login
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- attempts that came before
-- param grace_seconds: number = 120 -- longest time that a failed login can stay open (LoginGraceTime of
--    sshd_config(5))
with
-- include ssh-connections
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

select
    client_ip as source_ip,
    client_port as source_port,
    server_ip as target_ip,
    server_port as target_port,
    from_unixtime(start_epoch) as began_at,
    from_unixtime(end_epoch) as ended_at,
    end_epoch - start_epoch as seconds,
    packets,
    usual_packets,
    bytes,
    reply_packets,
    attempts_before
from probable_logins
order by start_epoch, source_ip, source_port, target_ip
limit 500
