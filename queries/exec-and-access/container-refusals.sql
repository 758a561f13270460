-- What did containers refuse to run, to load or to reach, in which task, and who asked for it?
-- when: the alarm on the allow list rang, or a new version runs in report mode
-- attack: T1059, T1105
-- cost: reads the container logs of the window
-- serves: container-allow-list-refusal
-- replay: yes
with refusals as (
    select
        ecs_task_id as task_id,
        action,
        file,
        reason,
        parent,
        user_id,
        arguments,
        logged_at
    from container_logs
    where hour between :since_hour and :until_hour
        and logged_at between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and process = 'allow-list'
        and action <> 'left-out'
)

select
    task_id,
    action,
    file,
    reason,
    parent,
    user_id,
    count(*) as times,
    max_by(arguments, logged_at) as latest_arguments,
    from_iso8601_timestamp(min(logged_at)) as first_seen,
    from_iso8601_timestamp(max(logged_at)) as last_seen
from refusals
group by task_id, action, file, reason, parent, user_id
order by first_seen, task_id, file
limit 200
