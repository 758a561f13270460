-- Did a guesser get in: a longer, larger connection after many that failed?
-- when: at once after a brute-force finding: this is the difference between noise and an incident
-- attack: T1110, T1078
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-probable-login
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 9 -- attempts that came before
-- param grace_seconds: number = 120 -- longest time that a failed login can stay open (LoginGraceTime of
--    sshd_config(5))
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
guesses as (
    select *
    from connections
    where answered = 1
),

-- include ssh-usual-sizes
-- include ssh-probable-logins

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
