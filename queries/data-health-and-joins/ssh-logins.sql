-- Who logged in over SSH or failed to, by what sshd itself says?
-- when: the only certain answer to "did they get in"
-- attack: T1110, T1021.004
-- cost: reads the container logs of the window
-- serves: ssh-probable-login, ssh-brute-force, ssh-accepted-from-internet
with lines as (
    select
        regexp_extract(message, '(Failed|Accepted) [a-z/-]+ for ', 1) as outcome,
        regexp_extract(message, '(Failed|Accepted) ([a-z/-]+) for ', 2) as method,
        regexp_extract(message, ' for (invalid user )?(.*) from [0-9a-fA-F.:]+ port [0-9]+', 2) as login,
        regexp_like(message, '^(Failed|Accepted) [a-z/-]+ for invalid user ') as is_unknown_user,
        regexp_extract(message, '^.* from ([0-9a-fA-F.:]+) port ([0-9]+)( ssh2.*)?$', 1) as source_ip,
        try_cast(
            regexp_extract(message, '^.* from ([0-9a-fA-F.:]+) port ([0-9]+)( ssh2.*)?$', 2) as integer
        ) as source_port,
        ecs_task_id,
        logged_at
    from container_logs
    where hour between :since_hour and :until_hour
        and logged_at between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and process = 'sshd'
        and regexp_like(message, '^(Failed|Accepted) ')
)

select
    source_ip,
    count_if(outcome = 'Failed') as failed,
    count_if(outcome = 'Accepted') as accepted,
    count(distinct login) as logins,
    count_if(is_unknown_user) as unknown_users,
    array_join(slice(array_sort(array_agg(distinct login)), 1, 10), ', ') as some_logins,
    array_join(array_sort(array_agg(distinct case when outcome = 'Accepted' then login end)), ', ') as accepted_logins,
    count(distinct ecs_task_id) as tasks,
    from_iso8601_timestamp(min(logged_at)) as first_seen,
    from_iso8601_timestamp(max(logged_at)) as last_seen
from lines
group by source_ip
order by accepted desc, failed desc, source_ip
limit 500
