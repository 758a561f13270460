-- What did an address do in all: with how many others, on which ports, how much, since when?
-- when: you have an address from an alarm and want one line about it
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- param addresses: addresses = * -- addresses to look at, or * for all
with
-- include flows

seen as (
    select
        srcaddr as address,
        'sent' as direction,
        dstaddr as other,
        dstport,
        action,
        packets,
        bytes,
        "start",
        "end"
    from flows
    union all
    select
        dstaddr as address,
        'received' as direction,
        srcaddr as other,
        dstport,
        action,
        packets,
        bytes,
        "start",
        "end"
    from flows
)

select
    address,
    direction,
    count(distinct other) as others,
    count(distinct dstport) as ports,
    count_if(action = 'ACCEPT') as accepted,
    count_if(action = 'REJECT') as rejected,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from seen
where '*' in (:addresses) or address in (:addresses)
group by address, direction
order by others desc, bytes desc, address, direction
limit 500
