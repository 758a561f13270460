-- Which addresses on the internet were seen for the first time?
-- when: weekly, and after a port was opened
-- attack: T1595
-- cost: reads flow logs of the window and of the seven days before it; raise `before` to read less
-- param before: time = since - 7d -- start of the time that counts as known
with inbound as (
    select
        srcaddr,
        dstaddr,
        dstport,
        action,
        "start",
        "end"
    from vpc_flow_logs
    where hour between :before_hour and :until_hour
        and "start" between :before_epoch and :until_epoch
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and coalesce(log_status, 'OK') = 'OK'
        and coalesce(flow_direction, '-') <> 'egress'
        and not regexp_like(srcaddr, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)')
)

select
    srcaddr as source_ip,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen,
    count(*) as records,
    count_if(action = 'ACCEPT') as accepted,
    count(distinct dstaddr) as targets,
    count(distinct dstport) as ports
from inbound
group by srcaddr
having min("start") >= :since_epoch
order by accepted desc, records desc, source_ip
limit 500
