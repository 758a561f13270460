-- What the SSH daemons of the containers said of each attempt to log in.
lines as (
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
    from container_lines
    where process = 'sshd'
        and regexp_like(message, '^(Failed|Accepted) ')
)
