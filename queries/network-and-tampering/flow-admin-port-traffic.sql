-- Who talks to the ports that administer machines and databases?
-- when: administration belongs to few addresses
-- attack: T1021
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- param admin_ports: numbers = 22, 23, 135, 445, 1433, 1521, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 9200,
--    27017 -- ports of administration and databases
select
    srcaddr as source_ip,
    dstaddr as target_ip,
    dstport as target_port,
    action,
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
    and protocol = 6
    and dstport in (:admin_ports)
group by srcaddr, dstaddr, dstport, action
order by records desc, source_ip, target_ip, target_port, action
limit 500
