-- What do the flow logs' records look like?
-- when: first contact with the table, and to see that records arrive at all
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: flow-logs-silent
select
    from_unixtime("start") as began_at,
    interface_id,
    srcaddr,
    srcport,
    dstaddr,
    dstport,
    protocol,
    packets,
    bytes,
    tcp_flags,
    flow_direction,
    action,
    log_status,
    ecs_service_name,
    ecs_task_id,
    account,
    region,
    hour
from vpc_flow_logs
where hour between :since_hour and :until_hour
    and "start" between :since_epoch and :until_epoch
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
order by "start" desc, interface_id, srcaddr, dstaddr, srcport, dstport, protocol, action
limit 100
