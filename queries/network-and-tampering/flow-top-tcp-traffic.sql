-- Which TCP ports of which addresses carry the most?
-- when: overview
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    dstaddr as target_ip,
    dstport as target_port,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    count(distinct srcaddr) as sources,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where protocol = 6
group by dstaddr, dstport
order by bytes desc, target_ip, target_port
limit 100
