-- Did a guesser get in: by the rules, a connection larger by a login, after guesses?
-- when: at once after a brute-force finding: this is the difference between noise and an incident
-- attack: T1110, T1078
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-probable-login
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param guesses: number = 9 -- guesses that came in the hour before (Slips)
-- param guesses_inside: number = 30 -- the same from inside, where fewer are a job with a wrong key (Zeek)
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
-- include ssh-series
-- include ssh-verdicts
-- include ssh-attempts
-- include ssh-probable-logins

select
    client_ip as source_ip,
    client_port as source_port,
    server_ip as target_ip,
    server_port as target_port,
    from_unixtime(began) as began_at,
    from_unixtime(ended) as ended_at,
    seconds,
    cast(packets as bigint) as packets,
    usual_packets,
    case when began - last_guess_at <= :login_seconds then guesses_of_late else guesses_at_last end as guesses_before,
    case
        when standing <> 'guessing' then 'medium'
        when began - last_guess_at < :login_seconds
            and is_outside and not is_on_timer and refusal_log_odds >= :certain and refusal_log_odds > sizes_log_odds then 'critical'
        else 'high'
    end as severity,
    round(
        refusal_probability * (case when is_session then :confidence_of_session else :confidence_of_short_login end), 2
    ) as confidence
from probable_logins
order by began_at, source_ip, source_port, target_ip
limit 500
