-- After guesses, few connections are larger by a login or more, or the series ended with one: somebody was let in, unless
-- the connection is clearly one more refusal, with another client, or the guesser was blocked afterwards.
candidates as (
    select
        guesses_before.*,
        ended - began as seconds,
        ended - began > :session_seconds as is_session,
        case
            when is_larger and ended - began <= :session_seconds
                then transform(
                    array[refusals, logins],
                    sizes_known -> :background + reduce(
                        slice(
                            array_sort(
                                transform(
                                    sizes_known,
                                    k -> power(1 + power((k.packets - packets) / :alike_packets, 2) + power((k.payload - payload) / :alike_payload, 2), -2)
                                    + :same_weight * exp(-(power((k.packets - packets) / :same_packets, 2) + power((k.payload - payload) / :same_payload, 2)) / 2)
                                )
                            ), cardinality(sizes_known) - :neighbours + 1, :neighbours
                        ), 0e0, (s, x) -> s + x, s -> s
                    )
                )
        end as own_likenesses,
        case
            when is_larger and ended - began <= :session_seconds
                then array_max(
                    transform(
                        concat(refusals, logins, probes),
                        k -> case
                            when floor((payload - k.payload) / :cipher_block + 0.5e0) between 1 and :most_blocks_more
                                then exp(-(
                                    power((packets - k.packets) / :same_packets, 2)
                                    + power((payload - k.payload - floor((payload - k.payload) / :cipher_block + 0.5e0) * :cipher_block) / :whole_blocks_payload, 2)
                                ) / 2)
                            else exp(-(
                                power((packets - k.packets) / :same_packets, 2)
                                + power((payload - k.payload) / :same_client_payload, 2)
                            ) / 2)
                        end
                    )
                )
        end as likeness,
        element_at(by_packets, cast(least(packets, :most_counted_packets) as integer) + 1) as refusal_by_packets
    from guesses_before
    cross join known
    where is_larger
        and (standing = 'guessing' or standing = 'either' and is_outside)
        and began - last_guess_at <= case when standing = 'guessing' then :latest_seconds else :login_seconds end
        and case when began - last_guess_at <= :login_seconds then guesses_of_late else guesses_at_last end >= case
            when is_outside or ladder_step is not null then :guesses
            else greatest(:guesses, :guesses_inside)
        end
        and not (
            coalesce(blocked_after, 0) >= :blocked_attempts
            and blocked_after > connections_after * :blocked_share
        )
),

probable_logins as (
    select *
    from candidates
    where is_session
        or greatest(
            case when likeness >= :recognized then -:most_log_odds else -:most_login_log_odds_unrecognized end,
            least(
                :most_log_odds,
                ln(own_likenesses[1] / own_likenesses[2]) * likeness
                + refusal_by_packets * (1 - likeness)
            )
        ) < :clearly_refused_log_odds
)
