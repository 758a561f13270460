-- How much was transferred each hour, by direction and verdict?
-- when: to see a peak, and when it was
-- attack: T1048
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    date_trunc('hour', from_unixtime("start")) as hour_of_day,
    coalesce(nullif(flow_direction, '-'), 'unknown') as direction,
    action,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes
from flows
group by 1, 2, 3
order by hour_of_day, direction, action
limit 2000
