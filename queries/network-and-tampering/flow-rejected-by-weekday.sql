-- On which days of the week are TCP connections refused, by interface?
-- when: to tell scheduled work from attacks
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    day_of_week(from_unixtime("start")) as weekday,
    interface_id,
    count(*) as records,
    count(distinct srcaddr) as sources,
    count(distinct dstport) as ports
from flows
where action = 'REJECT'
    and protocol = 6
group by 1, 2
order by weekday, records desc, interface_id
limit 500
