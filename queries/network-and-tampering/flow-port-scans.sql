-- Who tried many ports of one address, or one port of many addresses?
-- when: after a scan finding, to see its whole extent
-- attack: T1046, T1595.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: port-scan, address-scan, ssh-vertical-scan, ssh-horizontal-scan
-- replay: yes
-- param ports: number = 10 -- ports of one address that are many
-- param targets: number = 25 -- addresses that are many
with
-- include flows

tries as (
    select
        sender_ip as source_ip,
        dstaddr,
        dstport,
        action,
        packets,
        bytes,
        "start",
        "end"
    from flows
    where protocol = 6
        and srcport >= 1024
        and (tcp_flags is null or (bitwise_and(tcp_flags, 2) = 2 and bitwise_and(tcp_flags, 16) = 0))
),

vertical as (
    select
        'many ports of one address' as scan,
        source_ip,
        dstaddr as what,
        count(distinct dstport) as width,
        count(*) as records,
        count_if(action = 'REJECT') as rejected,
        min("start") as first_epoch,
        max("end") as last_epoch
    from tries
    group by source_ip, dstaddr
    having count(distinct dstport) >= :ports
),

horizontal as (
    select
        'one port of many addresses' as scan,
        source_ip,
        cast(dstport as varchar) as what,
        count(distinct dstaddr) as width,
        count(*) as records,
        count_if(action = 'REJECT') as rejected,
        min("start") as first_epoch,
        max("end") as last_epoch
    from tries
    where bytes <= packets * 64 or action = 'REJECT'
    group by source_ip, dstport
    having count(distinct dstaddr) >= :targets
),

scans as (
    select * from vertical
    union all
    select * from horizontal
)

select
    source_ip,
    scan,
    what,
    width,
    records,
    rejected,
    from_unixtime(first_epoch) as first_seen,
    from_unixtime(last_epoch) as last_seen
from scans
order by width desc, source_ip, scan, what
limit 500
