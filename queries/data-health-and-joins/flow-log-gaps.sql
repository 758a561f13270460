-- In which hours did an interface that else has records have none?
-- when: after tampering with flow logs, and when a task was replaced
-- attack: T1685.002
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: flow-logs-silent, flow-logs-deleted
with active_hours as (
    select distinct
        interface_id,
        "start" - "start" % 3600 as hour_epoch
    from vpc_flow_logs
    where hour between :since_hour and :until_hour
        and "start" between :since_epoch and :until_epoch
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
),

steps as (
    select
        interface_id,
        hour_epoch,
        lead(hour_epoch) over (partition by interface_id order by hour_epoch) as next_epoch
    from active_hours
)

select
    interface_id,
    from_unixtime(hour_epoch + 3600) as silent_from,
    from_unixtime(next_epoch) as silent_until,
    (next_epoch - hour_epoch) / 3600 - 1 as silent_hours
from steps
where next_epoch - hour_epoch > 3600
order by silent_hours desc, interface_id, silent_from
limit 500
