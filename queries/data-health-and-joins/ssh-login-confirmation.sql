-- Does sshd's own log confirm or refute the probable logins that the flow logs show?
-- when: at once after a probable login: a flow only suggests it, sshd knows
-- attack: T1110, T1078
-- cost: reads flow logs and container logs of the window
-- serves: ssh-probable-login
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- attempts that came before
-- param grace_seconds: number = 120 -- longest time that a failed login can stay open (LoginGraceTime of
--    sshd_config(5))
with
-- include ssh-connections
sizes as (
    select
        client_ip,
        server_ip,
        server_port,
        packets,
        row_number() over (
            partition by client_ip, server_ip, server_port
            order by count(*) desc, packets
        ) as place
    from connections
    where answered = 1
    group by client_ip, server_ip, server_port, packets
),

counted as (
    select
        connections.*,
        sizes.packets as usual_packets,
        count(*) over (
            partition by connections.client_ip, connections.server_ip, connections.server_port
            order by connections.start_epoch, connections.client_port
            rows between unbounded preceding and 1 preceding
        ) as attempts_before
    from connections
    join sizes
        on sizes.client_ip = connections.client_ip
        and sizes.server_ip = connections.server_ip
        and sizes.server_port = connections.server_port
        and sizes.place = 1
),

probable_logins as (
    select *
    from counted
    where answered = 1
        and attempts_before >= :attempts
        and packets >= usual_packets + 5
        and end_epoch - start_epoch > :grace_seconds
),

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
    from container_logs
    where hour between :since_hour and :until_hour
        and logged_at between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and process = 'sshd'
        and regexp_like(message, '^(Failed|Accepted) ')
)

select
    probable_logins.client_ip as source_ip,
    probable_logins.client_port as source_port,
    probable_logins.server_ip as target_ip,
    from_unixtime(probable_logins.start_epoch) as began_at,
    probable_logins.end_epoch - probable_logins.start_epoch as seconds,
    probable_logins.packets,
    case
        when count_if(lines.outcome = 'Accepted') > 0 then 'confirmed'
        when count(lines.outcome) > 0 then 'refuted'
        else 'no line of sshd'
    end as verdict,
    count_if(lines.outcome = 'Failed') as failed_on_connection,
    array_join(array_sort(array_agg(distinct lines.login)), ', ') as logins
from probable_logins
left join lines
    on lines.source_ip = probable_logins.client_ip
    and lines.source_port = probable_logins.client_port
    and to_unixtime(from_iso8601_timestamp(lines.logged_at)) between probable_logins.start_epoch - 60
    and probable_logins.end_epoch + 60
group by 1, 2, 3, 4, 5, 6
order by began_at, source_ip, source_port, target_ip
limit 500
