-- Where did an address send to?
-- when: you have an address from an alarm
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: ssh-brute-force, port-scan, address-scan
-- param addresses: addresses = * -- addresses to look at, or * for all
with
-- include flows

select
    srcaddr as source_ip,
    dstaddr as target_ip,
    dstport as target_port,
    action,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where ('*' in (:addresses) or srcaddr in (:addresses) or pkt_srcaddr in (:addresses))
group by srcaddr, dstaddr, dstport, action
order by records desc, source_ip, target_ip, target_port, action
limit 500
