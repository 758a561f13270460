-- Which subnets exchange the most?
-- when: to find the part of the network behind a bill
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    vpc_id,
    subnet_id,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
group by vpc_id, subnet_id
order by bytes desc, vpc_id, subnet_id
limit 100
