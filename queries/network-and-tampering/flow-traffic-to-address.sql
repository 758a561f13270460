-- Who sent to an address?
-- when: you have a target from an alarm
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- param addresses: addresses = * -- addresses to look at, or * for all
with
-- include flows

select
    dstaddr as target_ip,
    dstport as target_port,
    srcaddr as source_ip,
    action,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where ('*' in (:addresses) or dstaddr in (:addresses) or pkt_dstaddr in (:addresses))
group by dstaddr, dstport, srcaddr, action
order by records desc, target_ip, target_port, source_ip, action
limit 500
