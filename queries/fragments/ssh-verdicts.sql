known as (
    select
        transform(
            split(:known_refusals, ' '),
            p -> cast(row(cast(split_part(p, '/', 1) as double), cast(split_part(p, '/', 2) as double)) as row(packets double, payload double))
        ) as refusals,
        transform(
            split(:known_logins, ' '),
            p -> cast(row(cast(split_part(p, '/', 1) as double), cast(split_part(p, '/', 2) as double)) as row(packets double, payload double))
        ) as logins,
        transform(
            split(:known_probes, ' '),
            p -> cast(row(cast(split_part(p, '/', 1) as double), cast(split_part(p, '/', 2) as double)) as row(packets double, payload double))
        ) as probes,
        transform(split(:refusal_by_packets, ' '), p -> cast(p as double)) as by_packets
),

-- How the sizes compare with measured ones: of each outcome the nearest count, as far as the client may be the same.
likened as (
    select
        taught.*,
        known.refusals,
        known.logins,
        known.probes,
        known.by_packets,
        element_at(known.by_packets, cast(least(floor(base_packets), :most_counted_packets) as integer) + 1) as refusal_by_packets,
        transform(
            array[known.refusals, known.logins, known.probes],
            sizes_known -> :background + reduce(
                slice(
                    array_sort(
                        transform(
                            sizes_known,
                            k -> power(1 + power((k.packets - base_packets) / :alike_packets, 2) + power((k.payload - base_payload) / :alike_payload, 2), -2)
                            + :same_weight * exp(-(power((k.packets - base_packets) / :same_packets, 2) + power((k.payload - base_payload) / :same_payload, 2)) / 2)
                        )
                    ), cardinality(sizes_known) - :neighbours + 1, :neighbours
                ), 0e0, (s, x) -> s + x, s -> s
            )
        ) as likenesses,
        array_max(
            transform(
                concat(known.refusals, known.logins, known.probes),
                k -> case
                    when floor((base_payload - k.payload) / :cipher_block + 0.5e0) between 1 and :most_blocks_more
                        then exp(-(
                            power((base_packets - k.packets) / :same_packets, 2)
                            + power((base_payload - k.payload - floor((base_payload - k.payload) / :cipher_block + 0.5e0) * :cipher_block) / :whole_blocks_payload, 2)
                        ) / 2)
                    else exp(-(
                        power((base_packets - k.packets) / :same_packets, 2)
                        + power((base_payload - k.payload) / :same_client_payload, 2)
                    ) / 2)
                end
            )
        ) as sameness
    from taught
    cross join known
    where connections >= :fewest_connections
),

summed as (
    select
        *,
        likenesses[1] as refusal_likeness,
        likenesses[2] as login_likeness,
        likenesses[3] as probe_likeness
    from likened
),

-- Connections that differ by whole passwords: rungs from one size to the next.
rungs as (
    select
        *,
        greatest(
            case when sameness >= :recognized then -:most_log_odds else -:most_login_log_odds_unrecognized end,
            least(:most_log_odds, ln(refusal_likeness / login_likeness) * sameness + refusal_by_packets * (1 - sameness))
        ) as likeness_log_odds,
        sameness >= :recognized as is_recognized,
        sameness >= :recognized and probe_likeness > refusal_likeness + login_likeness as is_like_probe,
        array_sort(
            transform(
                case when cardinality(sizes) between 2 and :most_sizes then sizes else slice(sizes, 1, 0) end,
                s -> cast(
                    row(s.payload, s.reply_payload, s.talks_of_size, s.packets, s.reply_packets, s.ended - s.began)
                    as row(
                        payload double, reply_payload double, talks bigint, packets double, reply_packets double, seconds double
                    )
                )
            )
        ) as ladder_sizes
    from summed
),

steps as (
    select
        *,
        flatten(
            transform(
                ladder_sizes,
                low -> flatten(
                    transform(
                        filter(ladder_sizes, high -> high.payload > low.payload),
                        high -> transform(
                            filter(
                                sequence(1, :most_rungs),
                                r -> (high.payload - low.payload) / r between :least_step and :most_step
                                and mod(high.payload - low.payload, r) = 0
                                and (high.reply_payload - low.reply_payload) / r between :least_step_reply and :most_step_reply
                            ),
                            r -> cast(
                                row(
                                    low.payload, low.reply_payload, (high.payload - low.payload) / r,
                                    (high.reply_payload - low.reply_payload) / r, r > 1,
                                    (high.seconds - low.seconds) / r between :least_held_up_a_rung and :most_held_up_a_rung
                                    and high.packets - low.packets between r * :least_packets_a_rung - 1
                                    and r * :most_packets_a_rung + :packets_besides_rungs
                                    and high.reply_packets - low.reply_packets between r * :least_packets_a_rung - 1
                                    and r * :most_packets_a_rung + :packets_besides_rungs
                                ) as row(
                                    payload double, reply_payload double, step double, reply double, is_exact boolean,
                                    is_held_up boolean
                                )
                            )
                        )
                    )
                )
            )
        ) as possible_steps
    from rungs
),

climbed as (
    select
        *,
        transform(
            possible_steps,
            p -> cast(
                row(
                    p.step, p.is_exact and not p.is_held_up,
                    filter(
                        ladder_sizes,
                        s -> mod(s.payload - p.payload, p.step) = 0
                        and abs(s.reply_payload - p.reply_payload - (s.payload - p.payload) / p.step * p.reply)
                        <= case
                            when p.is_exact then 0
                            else :same_reply_once + :same_reply_each_rung * abs((s.payload - p.payload) / p.step)
                        end
                    )
                ) as row(
                    step double, needs_several boolean,
                    steps array(row(payload double, reply_payload double, talks bigint, packets double, reply_packets double, seconds double))
                )
            )
        ) as tried_steps
    from steps
),

counted_steps as (
    select
        *,
        filter(
            transform(
                filter(tried_steps, t -> not t.needs_several or cardinality(t.steps) >= :sizes_of_long_steps),
                t -> cast(
                    row(
                        t.step,
                        reduce(transform(t.steps, x -> x.talks), cast(0 as bigint), (s, x) -> s + x, s -> s),
                        array_max(transform(t.steps, x -> x.talks))
                    ) as row(step double, talks bigint, fullest bigint)
                )
            ),
            t -> t.talks >= talk_count * :share_on_rungs and t.talks - t.fullest >= t.talks * :least_share_beside
        ) as good_steps
    from climbed
),

laddered as (
    select
        *,
        case
            when cardinality(good_steps) > 0
                and cardinality(
                    filter(
                        talks,
                        t -> t.ended - t.began <= :seconds_to_lowest
                        + :seconds_a_rung * (t.payload - element_at(talk_payloads, 1)) / element_at(good_steps, 1).step
                    )
                ) * 2 >= talk_count
                then element_at(good_steps, 1).step
        end as ladder_step,
        element_at(talk_payloads, 1) as ladder_lowest,
        filter(
            talks,
            t -> t.packets - base_packets >= :least_login_packets
            and t.payload - base_payload >= :least_login_payload
            and t.reply_payload - base_reply_payload >= :least_login_reply_payload
        ) as above,
        cardinality(
            filter(
                examples,
                e -> e[3] - base_packets between :least_login_packets and :most_login_packets
                and e[4] - base_payload between :least_login_payload and :most_login_payload
                and e[5] - base_reply_payload between :least_login_reply_payload and :most_login_reply_payload
            )
        ) as larger_sources,
        cardinality(
            filter(
                examples,
                e -> base_packets - e[3] between :least_login_packets and :most_login_packets
                and base_payload - e[4] between :least_login_payload and :most_login_payload
                and base_reply_payload - e[5] between :least_login_reply_payload and :most_login_reply_payload
            )
        ) as smaller_sources,
        cardinality(
            filter(
                examples,
                e -> e[2] = 1
                and abs(e[3] - base_packets) <= :same_as_passer_packets
                and abs(e[4] - base_payload) <= :same_as_passer_payload
                and abs(e[5] - base_reply_payload) <= :same_as_passer_payload
            )
        ) as passers_alike
    from counted_steps
),

-- How the series changed, and when it came.
course_of_it as (
    select
        *,
        case
            when cardinality(above) <= greatest(:few_larger, talk_count * :few_share) then 0
            else element_at(
                alike, cast(greatest(least(alike_count, floor(alike_count * :most_of_series) + 1), 1) as integer)
            ).began
        end as larger_from,
        element_at(alike, cast(greatest(alike_count - floor(alike_count * :few_share), 1) as integer)).began as nearly_over,
        cardinality(filter(curt, c -> c.began >= element_at(talks, greatest(cardinality(talks), 1)).began)) as curt_after,
        cardinality(talks) >= :before_punishment
        and not any_match(curt, c -> c.began < element_at(talks, :before_punishment).began) as turned_curt,
        usual_seconds between :held_up_seconds and greatest(
            :longest_refusal_seconds, :longest_delay_seconds * (base_packets - :packets_without_passwords)
        )
        and cardinality(
            filter(
                alike_seconds,
                s -> abs(s - usual_seconds) <= usual_seconds * case
                    when usual_seconds > :longest_refusal_seconds then :held_up_long_spread
                    else :held_up_spread
                end
            )
        )
        >= alike_count * :held_up_share as is_held_up,
        cardinality(answers) >= :fewest_answers as has_answers,
        element_at(array_sort(answers), greatest((cardinality(answers) + 1) / 2, 1)) / 2e0
        + element_at(array_sort(answers), cardinality(answers) / 2 + 1) / 2e0 as usual_answer,
        talk_count >= :fewest_requests
        and cardinality(filter(talk_payloads, p -> abs(p - usual_payload) <= :same_request)) < talk_count * :share_of_same_requests
        and cardinality(filter(talks, t -> t.talks_of_size > 1)) < talk_count * :share_of_repeated_requests
        or alike_count < talk_count * :few_alike as do_requests_differ,
        cardinality(filter(alike_seconds, s -> s > :session_seconds)) >= greatest(:fewest_outliving, alike_count * :outliving_share) as outlives_grace,
        usual_seconds > :longest_refusal_seconds as outlasts_six_refusals,
        cardinality(gaps) + 1 >= :timer_connections and usual_gap >= :timer_seconds - :jitter_seconds as is_unhurried,
        cardinality(filter(gaps, g -> abs(g - usual_gap) <= :jitter_seconds)) >= cardinality(gaps) * :clockwork_share as is_regular,
        alike_count >= :clockwork_connections
        and element_at(alike, greatest(cardinality(alike), 1)).began - element_at(alike, 1).began >= :clockwork_seconds
        and cardinality(filter(alike_gaps, g -> abs(g - usual_alike_gap) <= :jitter_seconds))
        >= cardinality(alike_gaps) * :clockwork_share as is_clockwork,
        any_match(
            above, t -> t.began < element_at(alike, 1).began and t.ended - t.began > :session_seconds
        ) as had_session_before,
        transform(filter(course, c -> c.is_answered), c -> mod(c.began, :timer_seconds)) as phases,
        transform(filter(course, c -> c.is_answered), c -> mod(c.began, :clock_seconds)) as clock_phases,
        array_sort(filter(transform(curt, c -> c.curt_gap), g -> g is not null)) as curt_gaps
    from laddered
),

weighed as (
    select
        *,
        any_match(
            above,
            t -> t.began >= greatest(larger_from, nearly_over)
            and t.packets - base_packets <= :most_login_packets
            and t.payload - base_payload <= :most_login_payload
            and t.reply_payload - base_reply_payload <= :most_login_reply_payload
        ) and alike_count > cardinality(above) as ends_one_login_larger,
        cardinality(curt) >= :punished
        and (
            curt_after = cardinality(curt)
            or turned_curt
            and cardinality(filter(curt, c -> c.is_in_penalty)) >= cardinality(curt) * :in_penalties
            and not (
                cardinality(curt) >= :timer_connections
                and (
                    element_at(curt_gaps, greatest((cardinality(curt_gaps) + 1) / 2, 1))
                    + element_at(curt_gaps, cardinality(curt_gaps) / 2 + 1)
                ) / 2e0 >= :timer_seconds - :jitter_seconds
            )
        ) as is_punished,
        outlasts_six_refusals and not is_held_up as outlasts_refusals,
        has_answers
        and (
            cardinality(filter(answers, a -> abs(a - usual_answer) <= :same_answer)) < cardinality(answers) * :share_of_same_answers
            or cardinality(
                filter(
                    slice(answers, 1, greatest(cardinality(answers) - :fewest_larger_answers, 0)),
                    a -> a > usual_answer * :resent + :same_answer
                )
            ) >= greatest(:fewest_larger_answers, cardinality(answers) * :larger_answers_share)
        ) as do_answers_vary,
        ladder_step is null and do_requests_differ as do_requests_vary,
        is_unhurried
        and (
            is_regular
            or case
                when is_unhurried
                    then array_max(
                        transform(
                            sequence(0, :timer_seconds - 1),
                            second -> cardinality(filter(phases, p -> mod(second - p + :timer_seconds, :timer_seconds) < :jitter_seconds))
                        )
                    )
                else 0
            end >= cardinality(phases) * :clockwork_share
        ) as is_on_timer,
        cardinality(clock_phases) >= :clock_connections
        and usual_gap >= :clock_seconds - :jitter_seconds
        and case
            when usual_gap >= :clock_seconds - :jitter_seconds
                then array_max(
                    transform(
                        sequence(0, :clock_seconds - 1),
                        second -> cardinality(filter(clock_phases, p -> mod(second - p + :clock_seconds, :clock_seconds) < :jitter_seconds))
                    )
                )
            else 0
        end >= cardinality(clock_phases) * :clockwork_share as is_on_clock,
        case
            when ladder_step is null or is_recognized then :weight_bias + :weight_sizes * likeness_log_odds
            else greatest(:weight_bias + :weight_sizes * likeness_log_odds, :least_sizes_on_ladder)
        end as sizes_log_odds,
        greatest(
            -:most_lessons,
            least(
                :most_lessons,
                larger_sources + case when passers_alike >= :fewest_passers then passers_alike else 0 end - smaller_sources
            )
        ) as lessons
    from course_of_it
),

judged as (
    select
        *,
        sizes_log_odds
        + :weight_lesson * lessons
        + case when ladder_step is not null then :weight_ladder else 0 end
        + case when ends_one_login_larger then :weight_ends_with_login else 0 end
        + case when is_held_up then :held_up_weight else 0 end
        + case when is_punished then :punished_weight else 0 end
        + case when do_answers_vary then :answers_vary_weight else 0 end
        + case when do_requests_vary then :requests_vary_weight else 0 end
        + case when outlives_grace then :outlives_grace_weight when outlasts_refusals and ladder_step is null then :outlasts_refusals_weight else 0 end
        + case when is_on_timer and is_on_clock then :on_clock_weight when is_on_timer then :on_timer_weight when is_unhurried then :unhurried_weight else 0 end
        + case when had_session_before then :session_before_weight else 0 end as refusal_log_odds
    from weighed
),

stood as (
    select
        *,
        1 / (1 + exp(-refusal_log_odds)) as refusal_probability,
        case
            when not is_punished and ladder_step is null
                and (
                    base_packets < :fewest_try_packets and likeness_log_odds < :recognized_refusal
                    or is_like_probe
                    or cardinality(curt) > cardinality(talks) and not turned_curt and base_packets <= :most_probe_packets
                ) then 'automation'
            when refusal_log_odds > :guessing_from then 'guessing'
            when refusal_log_odds > :either_from and not is_clockwork then 'either'
            else 'automation'
        end as standing
    from judged
)
