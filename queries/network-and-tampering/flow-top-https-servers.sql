-- Which addresses served the most over HTTPS?
-- when: to know the partners of the fleet
-- attack: T1071.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    dstaddr as server_ip,
    count(distinct srcaddr) as clients,
    sum(packets) as packets,
    sum(bytes) as bytes
from flows
where protocol = 6
    and dstport = 443
group by dstaddr
order by packets desc, server_ip
limit 100
