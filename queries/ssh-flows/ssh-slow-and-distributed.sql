-- Who tries SSH so slowly, or from so many addresses, that no short window shows it?
-- when: daily: this is what minutes and hours cannot see
-- attack: T1110.003
-- cost: reads a few columns of the flow logs of the window, twice: one prefix an hour, account and region; give at
--    least a day
-- serves: ssh-slow-brute-force, ssh-distributed-brute-force
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param attempts: number = 10 -- attempts in a day from which a slow source counts (CrowdSec slow-bf)
-- param sources: number = 20 -- sources in an hour that are a campaign
-- param attempts_each: number = 3 -- attempts in an hour that each of them makes at most
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
-- include ssh-series
-- include ssh-verdicts
-- include ssh-attempts

-- A source that comes again and again, mostly minutes apart, until it stays away for half a day.
slow_tries as (
    select
        *,
        row_number() over (partition by client_ip, server_ip, server_port order by began, client_port) as place,
        began - lag(began) over (partition by client_ip, server_ip, server_port order by began, client_port) as pause,
        count(*) over (
            partition by client_ip, server_ip, server_port
            order by began
            range between :slow_seconds preceding and current row
        ) as tries_of_late
    from guesses_before
    where is_opened
        and (not is_answered or is_try)
),

stretched as (
    select
        *,
        sum(case when pause > :slow_quiet_seconds then 1 else 0 end) over (
            partition by client_ip, server_ip, server_port
            order by place
            rows between unbounded preceding and current row
        ) as stretch
    from slow_tries
),

reached as (
    select
        *,
        min(case when tries_of_late >= :attempts then greatest(place - tries_of_late + 1, 1) end) over (
            partition by client_ip, server_ip, server_port, stretch
        ) as begin_place,
        max(place) over (partition by client_ip, server_ip, server_port, stretch) as end_place
    from stretched
),

slow_series as (
    select
        client_ip,
        server_ip,
        server_port,
        standing = 'guessing' or standing = 'either' and is_outside as is_believed,
        array_agg(
            cast(
                row(began, ended, pause, is_answered) as row(began bigint, ended bigint, pause bigint, is_answered boolean)
            )
            order by place
        ) as tries,
        array_agg(distinct cast(row(begin_place, end_place) as row(begin_place bigint, end_place bigint))) as stretches
    from reached
    group by 1, 2, 3, 4
),

slow_episodes as (
    select
        client_ip,
        server_ip,
        server_port,
        is_believed,
        slice(tries, begin_place, end_place - begin_place + 1) as tries
    from slow_series
    cross join unnest(stretches) as episode (begin_place, end_place)
    where begin_place is not null
),

slow_pauses as (
    select
        *,
        array_sort(transform(slice(tries, 2, greatest(cardinality(tries) - 1, 0)), t -> t.pause)) as pauses
    from slow_episodes
),

slow as (
    select
        'slow' as kind,
        case
            when is_believed and cardinality(filter(tries, t -> t.is_answered)) >= :attempts then 'medium'
            else 'low'
        end as severity,
        client_ip as source_ip,
        server_ip,
        server_port,
        cardinality(tries) as attempts,
        cast(1 as bigint) as sources,
        (
            element_at(pauses, greatest((cardinality(pauses) + 1) / 2, 1))
            + element_at(pauses, cardinality(pauses) / 2 + 1)
        ) / 2e0 as median_gap_seconds,
        element_at(tries, 1).began as first_epoch,
        array_max(transform(tries, t -> t.ended)) as last_epoch
    from slow_pauses
),

-- Many sources that each stay quiet: those that got as far as a password, else those that came at all.
quiet as (
    select
        client_ip,
        server_ip,
        server_port,
        start_epoch,
        end_epoch,
        is_of_tries,
        lead(start_epoch, :attempts_each) over (
            partition by server_ip, server_port, is_of_tries, client_ip
            order by start_epoch, client_port
        ) - start_epoch <= :distributed_seconds as is_loud
    from connections
    cross join unnest(array[true, false]) as arm (is_of_tries)
    where case
        when is_of_tries
            then answered = 1 and packets between :fewest_talk_packets and :most_try_packets
        else opened = 1
    end
),

coming as (
    select
        *,
        max(case when is_loud then 1 else 0 end) over (
            partition by server_ip, server_port, is_of_tries, client_ip
        ) as is_of_loud_source,
        coalesce(
            start_epoch - lag(start_epoch) over (
                partition by server_ip, server_port, is_of_tries, client_ip
                order by start_epoch
            ) > :distributed_seconds, true
        ) as comes,
        coalesce(
            lead(start_epoch) over (
                partition by server_ip, server_port, is_of_tries, client_ip
                order by start_epoch
            ) - start_epoch > :distributed_seconds, true
        ) as goes
    from quiet
),

-- A source is there from its try until an hour after its last: how many are there at once.
there as (
    select
        *,
        sum(change) over (partition by server_ip, server_port, is_of_tries order by at_epoch) as sources_there
    from coming
    cross join unnest(
        array[
            cast(row(start_epoch, case when comes then 1 else 0 end) as row(at_epoch bigint, change bigint)),
            cast(
                row(start_epoch + :distributed_seconds + 1, case when goes then -1 else 0 end)
                as row(at_epoch bigint, change bigint)
            )
        ]
    ) as event (at_epoch, change)
    where is_of_loud_source = 0
),

distributed as (
    select
        'distributed' as kind,
        case when is_of_tries then 'medium' else 'low' end as severity,
        '*' as source_ip,
        server_ip,
        server_port,
        count_if(at_epoch = start_epoch) as attempts,
        count(distinct client_ip) as sources,
        cast(null as double) as median_gap_seconds,
        min(start_epoch) as first_epoch,
        max(end_epoch) as last_epoch,
        row_number() over (partition by server_ip, server_port order by is_of_tries desc) as place
    from there
    group by is_of_tries, server_ip, server_port
    having max(sources_there) >= :sources
),

campaigns as (
    select kind, severity, source_ip, server_ip, server_port, attempts, sources, median_gap_seconds, first_epoch, last_epoch
    from slow
    where median_gap_seconds > :slow_gap_seconds
    union all
    select kind, severity, source_ip, server_ip, server_port, attempts, sources, median_gap_seconds, first_epoch, last_epoch
    from distributed
    where place = 1
)

select
    kind,
    source_ip,
    server_ip as target_ip,
    server_port as target_port,
    severity,
    attempts,
    sources,
    median_gap_seconds,
    from_unixtime(first_epoch) as first_seen,
    from_unixtime(last_epoch) as last_seen
from campaigns
order by attempts desc, kind, source_ip, target_ip, target_port, first_seen
limit 500
