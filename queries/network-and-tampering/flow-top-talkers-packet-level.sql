-- Which pairs exchange the most bytes by the addresses in the packets themselves, behind NAT and load balancers?
-- when: the addresses of the interfaces only show a NAT gateway or a load balancer
-- attack: T1048
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-egress
with
-- include flows

ends as (
    select
        coalesce(nullif(pkt_srcaddr, '-'), srcaddr) as packet_source,
        coalesce(nullif(pkt_dstaddr, '-'), dstaddr) as packet_target,
        packets,
        bytes
    from flows
)

select
    packet_source,
    packet_target,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes
from ends
group by packet_source, packet_target
order by bytes desc, packet_source, packet_target
limit 100
