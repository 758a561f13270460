-- Of which interfaces and hours were flow records lost or missing?
-- when: before trusting a "nothing found": SKIPDATA means that records were lost
-- attack: T1685.002
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: flow-logs-silent, flow-logs-deleted, flow-log-records-lost
select
    interface_id,
    hour,
    count(*) as records,
    count_if(log_status = 'OK') as ok,
    count_if(log_status = 'NODATA') as no_data,
    count_if(log_status = 'SKIPDATA') as lost,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from vpc_flow_logs
where hour between :since_hour and :until_hour
    and "start" between :since_epoch and :until_epoch
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
group by interface_id, hour
having count_if(log_status = 'SKIPDATA') > 0
    or count_if(log_status = 'OK') = 0
order by lost desc, hour, interface_id
limit 1000
