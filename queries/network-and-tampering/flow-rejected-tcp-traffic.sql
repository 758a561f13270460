-- Which TCP connections were refused, by port?
-- when: to see what knocks, and what a new rule broke
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    dstport as target_port,
    interface_id,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    count(distinct srcaddr) as sources,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where action = 'REJECT' and protocol = 6
group by dstport, interface_id
order by records desc, target_port, interface_id
limit 500
