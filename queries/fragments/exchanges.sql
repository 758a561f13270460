-- How much went from one address to another, a port and a verdict at a time.
exchanges as (
    select
        srcaddr as source_ip,
        dstaddr as target_ip,
        dstport as target_port,
        protocol,
        action,
        count(*) as records,
        sum(packets) as packets,
        sum(bytes) as bytes,
        from_unixtime(min("start")) as first_seen,
        from_unixtime(max("end")) as last_seen
    from flows
    group by srcaddr, dstaddr, dstport, protocol, action
)
