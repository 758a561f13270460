-- What goes from inside to the internet, to which ports?
-- when: to find what leaves
-- attack: T1048, T1071
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-egress, ssh-outbound-from-task,
--    first-time-egress-target
select
    srcaddr as source_ip,
    dstaddr as target_ip,
    dstport as target_port,
    protocol,
    count(*) as records,
    count_if(action = 'ACCEPT') as accepted,
    sum(bytes) as bytes,
    array_join(array_sort(array_agg(distinct nullif(ecs_service_name, '-'))), ', ') as services,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from vpc_flow_logs
where hour between :since_hour and :until_hour
    and "start" between :since_epoch and :until_epoch
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and coalesce(log_status, 'OK') = 'OK'
    and regexp_like(srcaddr, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)')
    and not regexp_like(dstaddr, '^(10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|[fF][cCdD]|[fF][eE]80:|::1$)')
group by srcaddr, dstaddr, dstport, protocol
order by bytes desc, source_ip, target_ip, target_port, protocol
limit 500
