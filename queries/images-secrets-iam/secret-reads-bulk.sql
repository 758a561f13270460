-- Who read many different secrets within a few minutes?
-- when: harvesting: no workload needs them all at once
-- attack: T1555.006
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: secrets-read-in-burst, ssm-parameters-decrypted-in-burst
-- replay: yes
-- param secrets: number = 20 -- different secrets that are many
-- param seconds: number = 300 -- time in which they were read
with
-- include api-calls

reads as (
    select
        principal,
        coalesce(json_extract_scalar(requestparameters, '$.secretId'), eventid) as secret,
        eventname,
        sourceipaddress,
        to_unixtime(from_iso8601_timestamp(eventtime)) as at_epoch
    from api_calls
    where eventsource = 'secretsmanager.amazonaws.com'
        and eventname in ('GetSecretValue', 'BatchGetSecretValue')
),

first_reads as (
    select
        principal,
        secret,
        min(at_epoch) as at_epoch,
        min(sourceipaddress) as source_ip
    from reads
    group by principal, secret
),

numbered as (
    select
        principal,
        source_ip,
        at_epoch,
        lag(at_epoch, :secrets - 1) over (partition by principal order by at_epoch, secret) as epoch_some_secrets_ago
    from first_reads
)

select
    principal,
    from_unixtime(min(epoch_some_secrets_ago)) as began_at,
    from_unixtime(max(at_epoch)) as ended_at,
    min(at_epoch - epoch_some_secrets_ago) as fastest_seconds,
    count(*) + :secrets - 1 as secrets_at_least,
    array_join(array_sort(array_agg(distinct source_ip)), ', ') as addresses
from numbered
where at_epoch - epoch_some_secrets_ago <= :seconds
group by principal
order by secrets_at_least desc, principal
limit 200
