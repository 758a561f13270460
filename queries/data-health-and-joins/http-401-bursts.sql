-- Who was refused by the web server many times within a minute?
-- when: guessing passwords of the web login
-- attack: T1110.001
-- cost: reads the container logs of the window
-- replay: yes
-- param refused: number = 10 -- refusals in one minute that are a burst
with
-- include container-lines

refused as (
    select
        coalesce(regexp_extract(forwarded_for, '[^, ]+$'), source_ip) as client_ip,
        substr(logged_at, 1, 16) as minute,
        user_name,
        path,
        logged_at
    from container_lines
    where process = 'nginx'
        and status = 401
),

by_minute as (
    select
        client_ip,
        minute,
        count(*) as refused
    from refused
    group by client_ip, minute
),

bursts as (
    select
        client_ip,
        count(*) as burst_minutes,
        max(refused) as most_in_a_minute
    from by_minute
    where refused >= :refused
    group by client_ip
),

later_success as (
    select
        coalesce(regexp_extract(forwarded_for, '[^, ]+$'), source_ip) as client_ip,
        max(logged_at) as last_success
    from container_lines
    where process = 'nginx'
        and status between 200 and 399
        and coalesce(user_name, '-') not in ('-', '')
    group by 1
)

select
    bursts.client_ip as source_ip,
    bursts.burst_minutes,
    bursts.most_in_a_minute,
    count(*) as refused,
    count(distinct refused.user_name) as user_names,
    count(distinct refused.path) as paths,
    coalesce(max(later_success.last_success) > min(refused.logged_at), false) as got_in_after,
    from_iso8601_timestamp(min(refused.logged_at)) as first_seen,
    from_iso8601_timestamp(max(refused.logged_at)) as last_seen
from bursts
join refused on refused.client_ip = bursts.client_ip
left join later_success on later_success.client_ip = bursts.client_ip
group by bursts.client_ip, bursts.burst_minutes, bursts.most_in_a_minute
order by refused desc, source_ip
limit 200
