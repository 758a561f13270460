-- Was an SSH daemon given more new connections a minute than it takes, however many sources they came from?
-- when: nobody can log in any more, or guessing is spread over many sources
-- attack: T1499.002, T1110
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-flood
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param connections: number = 100 -- new connections a minute that are a flood (MaxStartups of sshd_config(5)
--    refuses all at 100)
-- param minutes: number = 3 -- minutes of five that are so full: not one burst
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
full_minutes as (
    select
        server_ip,
        server_port,
        start_epoch / 60 * 60 as minute_epoch,
        count(*) as connections,
        count(distinct client_ip) as sources,
        min(client_ip) as least_ip,
        max(client_ip) as greatest_ip
    from connections
    where opened = 1
        and rejected = 0
    group by server_ip, server_port, start_epoch / 60 * 60
    having count(*) >= :connections
),

counted as (
    select
        *,
        count(*) over (
            partition by server_ip, server_port
            order by minute_epoch
            range between :flood_seconds - 60 preceding and current row
        ) as full_of_late
    from full_minutes
)

select
    case when min(least_ip) = max(greatest_ip) then min(least_ip) else '*' end as source_ip,
    server_ip as target_ip,
    server_port as target_port,
    count(*) as flooded_minutes,
    max(connections) as most_in_a_minute,
    sum(connections) as connections,
    max(sources) as most_sources_in_a_minute,
    from_unixtime(min(minute_epoch)) as first_seen,
    from_unixtime(max(minute_epoch) + 60) as last_seen
from counted
group by server_ip, server_port
having max(full_of_late) >= :minutes
order by connections desc, target_ip, target_port
limit 200
