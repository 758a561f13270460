-- Who reads which secrets, and who was refused?
-- when: a secret may have leaked; the list of readers should be short and known
-- attack: T1555.006
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: secret-read-by-person, secret-read-denied, secrets-read-in-burst,
--    ssm-parameters-decrypted-in-burst, secrets-read-widely-by-person
with
-- include api-calls

reads as (
    select
        principal,
        eventsource,
        coalesce(
            json_extract_scalar(requestparameters, '$.secretId'),
            json_extract_scalar(requestparameters, '$.name'),
            json_extract_scalar(requestparameters, '$.names[0]'),
            json_extract_scalar(requestparameters, '$.path'),
            json_extract_scalar(requestparameters, '$.secretIdList[0]'),
            '(filter)'
        ) as secret,
        eventname,
        sourceipaddress,
        errorcode,
        eventtime
    from api_calls
    where (
            (eventsource = 'secretsmanager.amazonaws.com' and eventname in ('GetSecretValue', 'BatchGetSecretValue'))
            or (
                eventsource = 'ssm.amazonaws.com'
                and eventname in ('GetParameter', 'GetParameters', 'GetParametersByPath')
                and json_extract_scalar(requestparameters, '$.withDecryption') = 'true'
            )
        )
)

select
    principal,
    count(*) as reads,
    count(distinct secret) as secrets,
    count_if(errorcode is not null) as refused,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen,
    array_join(array_sort(array_agg(distinct eventname)), ', ') as actions,
    array_join(slice(array_sort(array_agg(distinct secret)), 1, 10), ', ') as some_secrets,
    array_join(slice(array_sort(array_agg(distinct sourceipaddress)), 1, 10), ', ') as some_addresses
from reads
group by principal
order by secrets desc, reads desc, principal
limit 200
