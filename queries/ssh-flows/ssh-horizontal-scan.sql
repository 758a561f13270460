-- Who looked for SSH on address after address and never stayed for a login?
-- when: somebody looks for a way in, or a task of ours looks for one elsewhere
-- attack: T1046, T1595.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-horizontal-scan
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param few_targets: number = 6 -- addresses in five minutes from which it is a scan at all (Slips)
-- param targets: number = 25 -- addresses in an hour that are many (Zeek, SSHCure); in a day it takes twice as many
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections

probes as (
    select
        *,
        regexp_like(client_ip, :an_address) and not regexp_like(client_ip, :inside_or_nobody) as is_outside,
        packets <= :most_silent_packets or syn_only = 1 as is_silent,
        coalesce(
            start_epoch - lag(start_epoch) over (
                partition by client_ip, server_port, seconds, server_ip
                order by start_epoch
            ) > seconds, true
        ) as comes,
        coalesce(
            lead(start_epoch) over (
                partition by client_ip, server_port, seconds, server_ip
                order by start_epoch
            ) - start_epoch > seconds, true
        ) as goes
    from connections
    cross join unnest(
        array[
            cast(row(:scan_seconds, :few_targets) as row(seconds bigint, fewest bigint)),
            cast(row(:slow_scan_seconds, :targets) as row(seconds bigint, fewest bigint)),
            cast(row(:slowest_scan_seconds, 2 * :targets) as row(seconds bigint, fewest bigint))
        ]
    ) as horizon (seconds, fewest)
    where rejected = 1
        or syn_only = 1
        or packets < :fewest_auth_packets
),

-- A target counts from the first probe until the horizon has passed since the last.
in_view as (
    select
        *,
        sum(change) over (partition by client_ip, server_port, seconds order by at_epoch) as targets_in_view
    from probes
    cross join unnest(
        array[
            cast(row(start_epoch, case when comes then 1 else 0 end) as row(at_epoch bigint, change bigint)),
            cast(row(start_epoch + seconds + 1, case when goes then -1 else 0 end) as row(at_epoch bigint, change bigint))
        ]
    ) as event (at_epoch, change)
),

scans as (
    select
        client_ip,
        server_port,
        is_outside,
        seconds,
        max(targets_in_view) as most_targets,
        count(distinct server_ip) as targets,
        count_if(at_epoch = start_epoch) as records,
        count_if(at_epoch = start_epoch and rejected = 1) as rejected,
        count_if(at_epoch = start_epoch and is_silent) as silent,
        min(start_epoch) as first_epoch,
        max(end_epoch) as last_epoch,
        row_number() over (partition by client_ip, server_port order by seconds) as place
    from in_view
    group by client_ip, server_port, is_outside, seconds, fewest
    having max(targets_in_view) >= fewest
)

select
    client_ip as source_ip,
    server_port as target_port,
    'medium' as severity,
    targets,
    most_targets,
    seconds as within_seconds,
    records,
    rejected,
    from_unixtime(first_epoch) as first_seen,
    from_unixtime(last_epoch) as last_seen
from scans
where place = 1
    and most_targets >= :targets
    and (is_outside or silent * 2 > records)
order by targets desc, source_ip, target_port
limit 500
