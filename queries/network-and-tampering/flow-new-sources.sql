-- Which addresses on the internet were seen for the first time?
-- when: weekly, and after a port was opened
-- attack: T1595
-- cost: reads flow logs of the window and of the seven days before it; raise `before` to read less
-- param before: time = since - 7d -- start of the time that counts as known
with
-- include flows since before

inbound as (
    select
        srcaddr,
        dstaddr,
        dstport,
        action,
        "start",
        "end"
    from flows
    where coalesce(flow_direction, '-') <> 'egress'
        and is_source_public
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
