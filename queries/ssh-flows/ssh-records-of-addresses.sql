-- Which SSH records are behind what these addresses did, one by one?
-- when: another question has named them: the daily audit gives these records to the rules of the shorter horizons
-- cost: reads most columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-slow-brute-force, ssh-distributed-brute-force, ssh-brute-force-flat, ssh-horizontal-scan
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param addresses: addresses = * -- sources or targets
with
-- include flows

select
    interface_id,
    srcaddr,
    dstaddr,
    pkt_srcaddr,
    pkt_dstaddr,
    srcport,
    dstport,
    protocol,
    packets,
    bytes,
    "start" as start_epoch,
    "end" as end_epoch,
    action,
    tcp_flags,
    flow_direction,
    vpc_id,
    ecs_cluster_name,
    ecs_service_name,
    ecs_task_id
from flows
where protocol = 6
    and (dstport in (:ssh_ports) or srcport in (:ssh_ports))
    and (
        '*' in (:addresses)
        or srcaddr in (:addresses)
        or dstaddr in (:addresses)
        or pkt_srcaddr in (:addresses)
        or pkt_dstaddr in (:addresses)
    )
order by "start", srcaddr, srcport, dstaddr, dstport, interface_id, "end", packets, bytes
limit 20000
