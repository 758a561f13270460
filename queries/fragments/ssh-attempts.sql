-- Every connection of a series with what was made of it: a guess or several, or larger by a login.
attempts as (
    select
        stood.*,
        attempt.*,
        is_talk
        and packets - base_packets >= :least_login_packets
        and payload - base_payload >= :least_login_payload
        and reply_payload - base_reply_payload >= :least_login_reply_payload
        and began >= larger_from as is_larger
    from stood
    cross join unnest(course) as attempt (
        began, ended, client_port, packets, payload, reply_payload, is_talk, is_alike, is_answered, is_opened, is_blocked, is_try,
        talks_of_size, place_in_size, alike_of_size, place_in_alike, gap, alike_gap, alike_of_late
    )
),

guessed as (
    select
        *,
        case
            when not (is_talk and not is_larger or is_punished and is_answered and not is_talk) then 0
            when ladder_step is null then 1
            else cast(greatest(1, floor((payload - ladder_lowest) / ladder_step)) as bigint)
        end as guesses
    from attempts
),

guesses_by_time as (
    select
        *,
        sum(guesses) over (
            partition by client_ip, server_ip, server_port
            order by began
            range between :guess_seconds preceding and current row
        ) as guesses_of_late,
        count(*) over (
            partition by client_ip, server_ip, server_port
            order by began
            range between 1 following and :login_seconds following
        ) as connections_after,
        sum(case when is_blocked then 1 else 0 end) over (
            partition by client_ip, server_ip, server_port
            order by began
            range between 1 following and :login_seconds following
        ) as blocked_after
    from guessed
)
