-- Is SSH spoken on ports where nobody looks for it?
-- when: monthly, and when an SSH port was found open that nobody knew
-- attack: T1571, T1021.004
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-port-opened-to-world, ssh-probe-burst, ssh-on-unlisted-port
-- param known_ssh_ports: numbers = 22, 222, 2222, 2022, 2200, 8022, 10022, 62612 -- ports on which SSH and its
--    tunnels listen
with
-- include flows

select
    dstport as target_port,
    dstaddr as target_ip,
    coalesce(nullif(flow_direction, '-'), 'unknown') as direction,
    count(distinct srcaddr) as sources,
    count(*) as records,
    count_if(action = 'ACCEPT') as accepted,
    count_if(action = 'REJECT') as rejected,
    max(packets) as most_packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where protocol = 6
    and dstport in (:known_ssh_ports)
    and (srcport >= 1024 or srcport is null)
    and (tcp_flags is null or bitwise_and(tcp_flags, 16) = 0)
group by 1, 2, 3
order by most_packets desc, target_port, target_ip, direction
limit 500
