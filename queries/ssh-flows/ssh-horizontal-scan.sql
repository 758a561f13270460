-- Who tried SSH on many addresses within minutes?
-- when: somebody looks for a way in, or a task of ours looks for one elsewhere
-- attack: T1046, T1595.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-horizontal-scan
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param targets: number = 25 -- addresses that are many (Zeek, SSHCure)
-- param seconds: number = 300 -- time in which they were tried
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows

contacts as (
    select
        sender_ip as source_ip,
        dstport,
        dstaddr,
        min("start") as first_epoch,
        max("end") as last_epoch,
        count(*) as records,
        count_if(action = 'REJECT') as rejected,
        max(packets) as most_packets
    from flows
    where protocol = 6
        and dstport in (:ssh_ports)
    group by 1, 2, 3
),

paced as (
    select
        *,
        first_epoch - lag(first_epoch, :targets - 1) over (
            partition by source_ip, dstport
            order by first_epoch, dstaddr
        ) as seconds_for_many
    from contacts
    where (most_packets <= 3 or rejected > 0)
        and (
            'none' in (:trusted_ranges)
            or not coalesce(
                any_match(array[:trusted_ranges], trusted -> contains(trusted, try_cast(source_ip as ipaddress))),
                false
            )
        )
)

select
    source_ip,
    dstport as target_port,
    count(*) as targets,
    sum(records) as records,
    sum(rejected) as rejected,
    min(seconds_for_many) as fastest_seconds,
    from_unixtime(min(first_epoch)) as first_seen,
    from_unixtime(max(last_epoch)) as last_seen
from paced
group by source_ip, dstport
having min(seconds_for_many) <= :seconds
order by targets desc, source_ip, target_port
limit 500
