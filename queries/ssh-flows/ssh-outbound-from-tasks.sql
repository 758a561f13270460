-- Which tasks opened SSH connections to somewhere else?
-- when: a container that speaks SSH outwards is somebody's stepping stone
-- attack: T1021.004, T1572
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-outbound-from-task
-- replay: yes
-- param known_ssh_ports: numbers = 22, 222, 2222, 2022, 2200, 8022, 10022, 62612 -- ports on which SSH and its
--    tunnels listen
with
-- include flows

select
    ecs_cluster_name as cluster,
    ecs_service_name as service,
    ecs_task_id as task_id,
    srcaddr as source_ip,
    dstaddr as target_ip,
    dstport as target_port,
    is_target_public as is_public,
    count(distinct srcport) as connections,
    count_if(action = 'ACCEPT') as accepted,
    count_if(action = 'REJECT') as rejected,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where protocol = 6
    and dstport in (:known_ssh_ports)
    and flow_direction = 'egress'
    and (tcp_flags is null or bitwise_and(tcp_flags, 16) = 0)
    and coalesce(ecs_task_id, '-') <> '-'
group by 1, 2, 3, 4, 5, 6, 7
order by bytes desc, source_ip, target_ip, target_port, cluster, service, task_id
limit 500
