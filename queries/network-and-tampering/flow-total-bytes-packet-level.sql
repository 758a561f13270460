-- How much did each address send in all, by the addresses in the packets themselves?
-- when: to see who is behind a NAT gateway's traffic
-- attack: T1048
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-egress
with
-- include flows

ends as (
    select
        coalesce(nullif(pkt_srcaddr, '-'), srcaddr) as packet_source,
        packets,
        bytes
    from flows
)

select
    packet_source,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes
from ends
group by packet_source
order by bytes desc, packet_source
limit 100
