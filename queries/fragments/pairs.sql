-- Who talks to whom on which port, through which services of ours, and which of both is on the internet.
pairs as (
    select
        srcaddr as source_ip,
        dstaddr as target_ip,
        dstport as target_port,
        protocol,
        is_source_public,
        is_target_public,
        count(*) as records,
        count_if(action = 'ACCEPT') as accepted,
        sum(bytes) as bytes,
        array_join(array_sort(array_agg(distinct nullif(ecs_service_name, '-'))), ', ') as services,
        from_unixtime(min("start")) as first_seen,
        from_unixtime(max("end")) as last_seen
    from flows
    group by srcaddr, dstaddr, dstport, protocol, is_source_public, is_target_public
)
