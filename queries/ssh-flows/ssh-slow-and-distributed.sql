-- Who tries SSH so slowly, or from so many addresses, that no short window shows it?
-- when: daily: this is what minutes and hours cannot see
-- attack: T1110.003
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region; give at
--    least a day
-- serves: ssh-slow-brute-force, ssh-distributed-brute-force
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- attempts from which a slow source counts (CrowdSec slow-bf)
-- param gap_seconds: number = 600 -- median time between attempts that is slow
-- param sources: number = 20 -- sources in one hour that are a campaign
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
gaps as (
    select
        client_ip,
        server_ip,
        server_port,
        start_epoch,
        start_epoch - lag(start_epoch) over (
            partition by client_ip, server_ip, server_port
            order by start_epoch, client_port
        ) as gap_seconds
    from connections
),

ranked as (
    select
        *,
        row_number() over (partition by client_ip, server_ip, server_port order by gap_seconds) as place,
        count(gap_seconds) over (partition by client_ip, server_ip, server_port) as gaps
    from gaps
),

slow as (
    select
        'slow' as kind,
        client_ip as source_ip,
        server_ip,
        server_port,
        count(*) as attempts,
        cast(1 as bigint) as sources,
        max(case when place = (gaps + 1) / 2 then gap_seconds end) as median_gap_seconds,
        min(start_epoch) as first_epoch,
        max(start_epoch) as last_epoch
    from ranked
    group by client_ip, server_ip, server_port
    having count(*) >= :attempts
        and max(case when place = (gaps + 1) / 2 then gap_seconds end) > :gap_seconds
),

hourly as (
    select
        server_ip,
        server_port,
        client_ip,
        start_epoch - start_epoch % 3600 as hour_epoch,
        count(*) as attempts,
        min(start_epoch) as first_epoch,
        max(start_epoch) as last_epoch
    from connections
    group by server_ip, server_port, client_ip, start_epoch - start_epoch % 3600
),

distributed as (
    select
        'distributed' as kind,
        '*' as source_ip,
        server_ip,
        server_port,
        sum(attempts) as attempts,
        count(*) as sources,
        cast(null as bigint) as median_gap_seconds,
        min(first_epoch) as first_epoch,
        max(last_epoch) as last_epoch
    from hourly
    where attempts <= 3
    group by server_ip, server_port, hour_epoch
    having count(*) >= :sources
),

campaigns as (
    select * from slow
    union all
    select * from distributed
)

select
    kind,
    source_ip,
    server_ip as target_ip,
    server_port as target_port,
    attempts,
    sources,
    median_gap_seconds,
    from_unixtime(first_epoch) as first_seen,
    from_unixtime(last_epoch) as last_seen
from campaigns
order by attempts desc, kind, source_ip, target_ip, target_port, first_seen
limit 500
