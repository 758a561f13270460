-- Who tried SSH on what, how often, and did anything answer?
-- when: first look after any SSH alarm
-- attack: T1110, T1046
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-probe-burst, ssh-filtered-probe, ssh-brute-force, ssh-flood, ssh-accepted-from-internet,
--    ssh-port-opened-to-world
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 1 -- connections from which a source is listed
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
summary as (
    select
        client_ip,
        count(*) as attempts,
        sum(answered) as answered,
        sum(rejected) as rejected,
        count(distinct server_ip) as targets,
        count(distinct server_port) as ports,
        round(avg(cast(packets as double)), 1) as mean_packets,
        max(packets) as most_packets,
        sum(bytes) as bytes,
        max(end_epoch - start_epoch) as longest_seconds,
        min(start_epoch) as first_epoch,
        max(end_epoch) as last_epoch
    from connections
    group by client_ip
)

select
    client_ip as source_ip,
    attempts,
    answered,
    rejected,
    targets,
    ports,
    mean_packets,
    most_packets,
    bytes,
    longest_seconds,
    from_unixtime(first_epoch) as first_seen,
    from_unixtime(last_epoch) as last_seen
from summary
where attempts >= :attempts
order by attempts desc, source_ip
limit 500
