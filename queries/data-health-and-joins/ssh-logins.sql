-- Who logged in over SSH or failed to, by what sshd itself says?
-- when: the only certain answer to "did they get in"
-- attack: T1110, T1021.004
-- cost: reads the container logs of the window
-- serves: ssh-probable-login, ssh-brute-force, ssh-accepted-from-internet
with
-- include container-lines
-- include sshd-lines

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
