-- Whose connections to one target are all of the same size, as failed logins are?
-- when: to tell password guessing from people and from scans
-- attack: T1110.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-brute-force, ssh-brute-force-flat
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- flat connections from which it is guessing (SSHCure: a streak of 10)
-- param tolerance: number = 1 -- packets more or less than the usual number; retransmissions cannot be seen
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
guesses as (
    select *
    from connections
    where packets between 11 and 51
),

-- include ssh-usual-sizes
judged as (
    select
        connections.*,
        usual_sizes.usual_packets,
        case when abs(connections.packets - usual_sizes.usual_packets) <= :tolerance then 1 else 0 end as is_flat
    from connections
    join usual_sizes
        on usual_sizes.client_ip = connections.client_ip
        and usual_sizes.server_ip = connections.server_ip
        and usual_sizes.server_port = connections.server_port
    where connections.answered = 1
)

select
    client_ip as source_ip,
    server_ip as target_ip,
    server_port as target_port,
    usual_packets,
    sum(is_flat) as flat_connections,
    count(*) as connections,
    round(cast(sum(is_flat) as double) / count(*), 2) as flat_share,
    max(packets) as most_packets,
    from_unixtime(min(start_epoch)) as first_seen,
    from_unixtime(max(end_epoch)) as last_seen
from judged
group by client_ip, server_ip, server_port, usual_packets
having sum(is_flat) >= :attempts
order by flat_connections desc, source_ip, target_ip, target_port
limit 500
