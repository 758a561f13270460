-- Which IPv4 addresses exchange the most?
-- when: overview
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
select
    srcaddr as source_ip,
    dstaddr as target_ip,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from vpc_flow_logs
where hour between :since_hour and :until_hour
    and "start" between :since_epoch and :until_epoch
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and coalesce(log_status, 'OK') = 'OK'
    and not srcaddr like '%:%'
group by srcaddr, dstaddr
order by bytes desc, source_ip, target_ip
limit 500
