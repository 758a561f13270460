-- Which were the ten largest transfers of each day?
-- when: to notice the day on which something left
-- attack: T1048
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-egress, task-slow-upload
with
-- include flows

transfers as (
    select
        date_trunc('day', from_unixtime("start")) as day_of_transfer,
        srcaddr,
        dstaddr,
        sum(bytes) as bytes
    from flows
    group by 1, 2, 3
),

ranked as (
    select
        day_of_transfer,
        srcaddr,
        dstaddr,
        bytes,
        row_number() over (partition by day_of_transfer order by bytes desc, srcaddr, dstaddr) as place
    from transfers
)

select
    day_of_transfer,
    place,
    srcaddr as source_ip,
    dstaddr as target_ip,
    bytes
from ranked
where place <= 10
order by day_of_transfer, place
limit 1000
