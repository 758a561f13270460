-- In which hours is there no record of a region that else has some?
-- when: after tampering with the trail, and before trusting a "nothing found"
-- attack: T1685.002
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: trail-silent, trail-stopped, trail-deleted
-- param hours_with_records: number = 3 -- hours with records from which a region counts as in use
with
-- include api-calls

active_hours as (
    select distinct
        account,
        region,
        to_unixtime(date_trunc('hour', from_iso8601_timestamp(eventtime))) as hour_epoch
    from api_calls
),

steps as (
    select
        account,
        region,
        hour_epoch,
        lead(hour_epoch) over (partition by account, region order by hour_epoch) as next_epoch,
        count(*) over (partition by account, region) as hours_with_records
    from active_hours
)

select
    account,
    region,
    from_unixtime(hour_epoch + 3600) as silent_from,
    from_unixtime(next_epoch) as silent_until,
    cast((next_epoch - hour_epoch) / 3600 as bigint) - 1 as silent_hours,
    hours_with_records
from steps
where next_epoch - hour_epoch > 3600
    and hours_with_records >= :hours_with_records
order by silent_hours desc, account, region, silent_from
limit 500
