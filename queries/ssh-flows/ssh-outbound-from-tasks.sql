-- Which tasks opened SSH connections to somewhere else?
-- when: a container that speaks SSH outwards is somebody's stepping stone
-- attack: T1021.004, T1572
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-outbound-from-task
-- replay: yes
-- param ssh_ports: numbers = 22, 222, 2222, 2022, 2200, 8022, 10022, 62612 -- ports on which SSH and its
--    tunnels listen
select
    ecs_cluster_name as cluster,
    ecs_service_name as service,
    ecs_task_id as task_id,
    srcaddr as source_ip,
    dstaddr as target_ip,
    dstport as target_port,
    not regexp_like(dstaddr, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)') as is_public,
    count(distinct srcport) as connections,
    count_if(action = 'ACCEPT') as accepted,
    count_if(action = 'REJECT') as rejected,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from vpc_flow_logs
where hour between :since_hour and :until_hour
    and "start" between :since_epoch and :until_epoch
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and coalesce(log_status, 'OK') = 'OK'
    and protocol = 6
    and dstport in (:ssh_ports)
    and flow_direction = 'egress'
    and (tcp_flags is null or bitwise_and(tcp_flags, 16) = 0)
    and (ecs_task_id is null or ecs_task_id <> '-')
group by 1, 2, 3, 4, 5, 6
order by bytes desc, source_ip, target_ip, target_port, cluster, service, task_id
limit 500
