-- Every connection of a series with what was made of it: a guess or several, or larger by a login. Of the series what is
-- said of it, and none of its lists: a row a connection holds each of them once more.
attempts as (
    select
        client_ip,
        server_ip,
        server_port,
        is_outside,
        standing,
        refusal_probability,
        refusal_log_odds,
        sizes_log_odds,
        usual_packets,
        base_packets,
        base_payload,
        base_reply_payload,
        larger_from,
        larger_sources,
        passers_alike,
        ladder_step,
        ladder_lowest,
        ends_one_login_larger,
        do_answers_vary,
        is_held_up,
        is_punished,
        is_on_timer,
        attempt.*,
        is_talk
        and packets - base_packets >= :least_login_packets
        and payload - base_payload >= :least_login_payload
        and reply_payload - base_reply_payload >= :least_login_reply_payload
        and began >= larger_from as is_larger
    from stood
    cross join unnest(course) as attempt (
        began, ended, client_port, packets, payload, reply_payload, is_talk, is_alike, is_answered, is_opened, is_blocked, is_try,
        talks_of_size, place_in_size, alike_of_size, place_in_alike, gap, alike_gap, alike_of_late, reply_packets,
        is_in_penalty, curt_gap
    )
),

held_up as (
    select
        *,
        case
            when is_held_up and packets <= base_packets + :tolerance_packets
                then greatest(
                    1, least(floor((ended - began) / :longest_delay_seconds), packets - :packets_without_passwords)
                )
            else 1
        end as passwords_by_time
    from attempts
),

guessed as (
    select
        *,
        case
            when not (is_talk and not is_larger or is_punished and is_answered and not is_talk) then 0
            when ladder_step is null then cast(passwords_by_time as bigint)
            else cast(greatest(passwords_by_time, floor((payload - ladder_lowest) / ladder_step)) as bigint)
        end as guesses
    from held_up
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
),

-- Where there were no guesses in the hour before, those of the last hour in which there were.
guesses_before as (
    select
        *,
        max(case when guesses > 0 then began end) over (
            partition by client_ip, server_ip, server_port
            order by began
        ) as last_guess_at,
        max_by(guesses_of_late, case when guesses > 0 then began end) over (
            partition by client_ip, server_ip, server_port
            order by began
        ) as guesses_at_last
    from guesses_by_time
)
