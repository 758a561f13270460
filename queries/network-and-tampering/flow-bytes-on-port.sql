-- How much passed on one port, by interface?
-- when: to see who serves or uses a port
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- param ports: numbers = 443 -- ports to look at
with
-- include flows

select
    interface_id,
    ecs_service_name as service,
    case when dstport in (:ports) then 'to the port' else 'from the port' end as direction,
    count(*) as records,
    count(distinct case when dstport in (:ports) then srcaddr else dstaddr end) as others,
    sum(packets) as packets,
    sum(bytes) as bytes
from flows
where protocol = 6
    and (dstport in (:ports) or srcport in (:ports))
group by 1, 2, 3
order by bytes desc, interface_id, direction, service
limit 500
