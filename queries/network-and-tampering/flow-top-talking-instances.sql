-- Which instances and interfaces send and receive the most?
-- when: to find the machine behind a bill
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    instance_id,
    interface_id,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
group by instance_id, interface_id
order by bytes desc, instance_id, interface_id
limit 100
