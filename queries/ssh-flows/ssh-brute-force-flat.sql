-- Who guesses passwords, by what the rules make of how the connections to one target compare?
-- when: to tell password guessing from people and from scans
-- attack: T1110.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-brute-force, ssh-brute-force-flat
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- connections in ten minutes, all alike, from which it is guessing (SSHCure: a streak of 10)
-- param attempts_inside: number = 30 -- the same from inside, where fewer are a job with a wrong key
-- param guesses: number = 9 -- guesses in an hour from which it is guessing (Slips)
-- param guesses_inside: number = 30 -- the same from inside (Zeek)
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
-- include ssh-series
-- include ssh-verdicts
-- include ssh-attempts
guessers as (
    select
        client_ip,
        server_ip,
        server_port,
        standing,
        is_outside,
        refusal_probability,
        usual_packets,
        ladder_step,
        do_answers_vary,
        is_held_up,
        is_punished,
        larger_sources,
        passers_alike,
        ends_one_login_larger,
        sum(case when is_alike then 1 else 0 end) as alike_connections,
        count_if(is_answered) as answered_connections,
        max(packets) as most_packets,
        count_if(guesses > 0) as tries,
        sum(guesses) as guesses,
        max(case when guesses > 0 then guesses_of_late end) as most_guesses,
        max(case when is_alike then alike_of_late end) as most_alike,
        min(began) as first_epoch,
        max(ended) as last_epoch
    from guesses_before
    where standing = 'guessing' or standing = 'either' and is_outside
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
),

named as (
    select
        *,
        standing = 'guessing'
        and most_alike >= case when is_outside then :attempts else :attempts_inside end as is_flat,
        (tries >= :guesses or ladder_step is not null or is_held_up)
        and most_guesses >= case
            when is_outside or ladder_step is not null then :guesses
            else greatest(:guesses, :guesses_inside)
        end as is_brute_force
    from guessers
)

select
    client_ip as source_ip,
    server_ip as target_ip,
    server_port as target_port,
    case when is_flat then 'high' else 'medium' end as severity,
    case
        when is_flat and is_brute_force then 'ssh-brute-force-flat, ssh-brute-force'
        when is_flat then 'ssh-brute-force-flat'
        else 'ssh-brute-force'
    end as detections,
    round(refusal_probability, 2) as confidence,
    guesses,
    most_guesses as most_guesses_in_an_hour,
    alike_connections as flat_connections,
    answered_connections as connections,
    round(cast(alike_connections as double) / answered_connections, 2) as flat_share,
    usual_packets,
    cast(most_packets as bigint) as most_packets,
    array_join(
        array[
            case when standing = 'either' then 'could be a job as well' end,
            case when ladder_step is not null then 'several passwords a connection' end,
            case when larger_sources > 0 then 'others are let in with one login more' end,
            case when passers_alike >= :fewest_passers then 'passers-by leave alike' end,
            case when ends_one_login_larger then 'ends with one login more' end,
            case when is_punished then 'the server refuses to talk' end,
            case when is_held_up then 'held up like refusals' end
        ], ', '
    ) as because,
    from_unixtime(first_epoch) as first_seen,
    from_unixtime(last_epoch) as last_seen
from named
where is_flat or is_brute_force
order by guesses desc, source_ip, target_ip, target_port
limit 500
