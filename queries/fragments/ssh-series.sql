-- The series of each client with each port of a server, and what is thought of it: the SQL of `analysis/ssh/series`, with
-- the same numbers. One step leads to the next, so that the flow logs are read once.
told_apart as (
    select
        *,
        answered = 1 and packets >= :fewest_talk_packets as is_talk,
        answered = 1 and packets between :fewest_talk_packets and :most_try_packets as is_try
    from connections
),

-- What most talks are like, packet for packet, give or take one.
beside as (
    select
        *,
        case
            when is_try and packets > :fewest_talk_packets
                then count(*) over (
                    partition by client_ip, server_ip, server_port, is_try
                    order by packets
                    range between 2 preceding and current row
                )
            else 0
        end as like_one_less,
        case
            when is_try
                then count(*) over (
                    partition by client_ip, server_ip, server_port, is_try
                    order by packets
                    range between 1 preceding and 1 following
                )
            else 0
        end as like_it,
        case
            when is_try and packets < :most_try_packets
                then count(*) over (
                    partition by client_ip, server_ip, server_port, is_try
                    order by packets
                    range between current row and 2 following
                )
            else 0
        end as like_one_more
    from told_apart
),

most_alike as (
    select
        *,
        case
            when not is_try then null
            when like_one_less >= like_it and like_one_less >= like_one_more then packets - 1
            when like_it >= like_one_more then packets
            else packets + 1
        end as usual,
        greatest(like_one_less, like_it, like_one_more) as like_usual,
        max(greatest(like_one_less, like_it, like_one_more)) over (
            partition by client_ip, server_ip, server_port
        ) as like_most
    from beside
),

usual_packets as (
    select
        *,
        min(case when like_usual = like_most then usual end) over (
            partition by client_ip, server_ip, server_port
        ) as usual_packets
    from most_alike
),

alike as (
    select
        *,
        coalesce(is_talk and abs(packets - usual_packets) <= :tolerance_packets, false) as is_alike
    from usual_packets
),

-- How often the same was said, and how long after.
compared as (
    select
        *,
        count(*) over (partition by client_ip, server_ip, server_port, is_talk, payload) as talks_of_size,
        row_number() over (
            partition by client_ip, server_ip, server_port, is_talk, payload
            order by start_epoch, client_port
        ) as place_in_size,
        count(*) over (partition by client_ip, server_ip, server_port, is_alike, payload) as alike_of_size,
        row_number() over (
            partition by client_ip, server_ip, server_port, is_alike, payload
            order by start_epoch, client_port
        ) as place_in_alike,
        start_epoch - lag(start_epoch) over (
            partition by client_ip, server_ip, server_port, answered
            order by start_epoch, client_port
        ) as gap,
        start_epoch - lag(start_epoch) over (
            partition by client_ip, server_ip, server_port, is_alike
            order by start_epoch, client_port
        ) as alike_gap,
        count(*) over (
            partition by client_ip, server_ip, server_port, is_alike
            order by start_epoch
            range between :flat_seconds preceding and current row
        ) as alike_of_late
    from alike
),

courses as (
    select
        client_ip,
        server_ip,
        server_port,
        regexp_like(client_ip, :an_address) and not regexp_like(client_ip, :inside_or_nobody) as is_outside,
        max(usual_packets) as usual_packets,
        count(*) as connections,
        array_agg(
            cast(
                row(
                    start_epoch, end_epoch, client_port, packets, payload, reply_payload,
                    is_talk, is_alike, answered = 1, opened = 1, syn_only = 1 or rejected = 1, is_try,
                    talks_of_size, place_in_size, alike_of_size, place_in_alike, gap, alike_gap, alike_of_late
                ) as row(
                    began bigint, ended bigint, client_port integer, packets double, payload double, reply_payload double,
                    is_talk boolean, is_alike boolean, is_answered boolean, is_opened boolean, is_blocked boolean, is_try boolean,
                    talks_of_size bigint, place_in_size bigint, alike_of_size bigint, place_in_alike bigint,
                    gap bigint, alike_gap bigint, alike_of_late bigint
                )
            )
            order by start_epoch, client_port
        ) as course
    from compared
    group by client_ip, server_ip, server_port
),

parts as (
    select
        *,
        filter(course, c -> c.is_talk) as talks,
        filter(course, c -> c.is_alike) as alike,
        array_max(transform(filter(course, c -> c.is_alike), c -> c.alike_of_size)) as most_of_size,
        filter(course, c -> c.is_answered and not c.is_talk) as curt,
        filter(course, c -> c.is_talk and c.place_in_size = 1) as sizes,
        case when connections < :fewest_connections then element_at(filter(course, c -> c.is_try), 1) end as passer
    from courses
    where usual_packets is not null
        or connections >= :fewest_connections
),

in_order as (
    select
        *,
        cast(cardinality(talks) as double) as talk_count,
        cast(cardinality(alike) as double) as alike_count,
        array_sort(transform(alike, a -> a.packets)) as alike_packets,
        array_sort(transform(alike, a -> a.payload)) as alike_payloads,
        array_sort(transform(alike, a -> a.reply_payload)) as alike_reply_payloads,
        array_sort(transform(alike, a -> a.ended - a.began)) as alike_seconds,
        array_sort(transform(talks, t -> t.payload)) as talk_payloads,
        array_sort(filter(transform(course, c -> case when c.is_answered then c.gap end), g -> g is not null)) as gaps,
        array_sort(filter(transform(alike, a -> a.alike_gap), g -> g is not null)) as alike_gaps,
        element_at(
            filter(
                alike,
                a -> a.place_in_alike = 1 and a.alike_of_size = most_of_size
            ), 1
        ).payload as request
    from parts
),

middles as (
    select
        *,
        case when connections >= :fewest_connections
            then (element_at(alike_packets, greatest((cardinality(alike) + 1) / 2, 1)) + element_at(alike_packets, cardinality(alike) / 2 + 1)) / 2
            else passer.packets
        end as base_packets,
        case when connections >= :fewest_connections
            then (element_at(alike_payloads, greatest((cardinality(alike) + 1) / 2, 1)) + element_at(alike_payloads, cardinality(alike) / 2 + 1)) / 2
            else passer.payload
        end as base_payload,
        case when connections >= :fewest_connections
            then (element_at(alike_reply_payloads, greatest((cardinality(alike) + 1) / 2, 1)) + element_at(alike_reply_payloads, cardinality(alike) / 2 + 1)) / 2
            else passer.reply_payload
        end as base_reply_payload,
        (element_at(alike_seconds, greatest((cardinality(alike) + 1) / 2, 1)) + element_at(alike_seconds, cardinality(alike) / 2 + 1)) / 2e0 as usual_seconds,
        (element_at(talk_payloads, greatest((cardinality(talks) + 1) / 2, 1)) + element_at(talk_payloads, cardinality(talks) / 2 + 1)) / 2 as usual_payload,
        (element_at(gaps, greatest((cardinality(gaps) + 1) / 2, 1)) + element_at(gaps, cardinality(gaps) / 2 + 1)) / 2e0 as usual_gap,
        (element_at(alike_gaps, greatest((cardinality(alike_gaps) + 1) / 2, 1)) + element_at(alike_gaps, cardinality(alike_gaps) / 2 + 1)) / 2e0 as usual_alike_gap,
        transform(filter(alike, a -> a.payload = request), a -> a.reply_payload) as answers
    from in_order
),

-- What the other sources of the target teach: those that came most often first, then those that came once or twice.
taught as (
    select
        *,
        max(
            case
                when connections >= :fewest_connections and usual_packets is not null
                    then array[1e9 + talk_count, 0, base_packets, base_payload, base_reply_payload]
                when connections < :fewest_connections and is_outside then array[0e0, 1, base_packets, base_payload, base_reply_payload]
            end, :most_examples
        ) over (partition by server_ip, server_port) as examples
    from middles
)
