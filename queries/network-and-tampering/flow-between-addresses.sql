-- What passed between two sides, in time order?
-- when: you have both ends of a conversation
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-probable-login
-- param side_a: addresses = * -- addresses of one side
-- param side_b: addresses = * -- addresses of the other side
with
-- include flows

select
    from_unixtime("start") as began_at,
    from_unixtime("end") as ended_at,
    case when srcaddr in (:side_a) then 'a to b' else 'b to a' end as direction,
    srcaddr as source_ip,
    srcport as source_port,
    dstaddr as target_ip,
    dstport as target_port,
    protocol,
    packets,
    bytes,
    tcp_flags,
    action,
    interface_id
from flows
where (
        (('*' in (:side_a) or srcaddr in (:side_a)) and ('*' in (:side_b) or dstaddr in (:side_b)))
        or (('*' in (:side_b) or srcaddr in (:side_b)) and ('*' in (:side_a) or dstaddr in (:side_a)))
    )
order by "start", srcaddr, srcport, dstaddr, dstport, interface_id
limit 1000
