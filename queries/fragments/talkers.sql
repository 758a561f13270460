-- How much went from one address to another, on all ports together.
talkers as (
    select
        srcaddr as source_ip,
        dstaddr as target_ip,
        count(*) as records,
        sum(packets) as packets,
        sum(bytes) as bytes,
        from_unixtime(min("start")) as first_seen,
        from_unixtime(max("end")) as last_seen
    from flows
    group by srcaddr, dstaddr
)
