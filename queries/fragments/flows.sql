-- The flows of the window, of the accounts and regions that are asked about: who talked to whom, and which of them is on
-- the internet. `sender_ip` is who sent it, where `srcaddr` is a NAT gateway or a load balancer on the way.
flows as (
    select
        *,
        coalesce(nullif(pkt_srcaddr, '-'), srcaddr) as sender_ip,
        regexp_like(srcaddr, :an_address) and not regexp_like(srcaddr, :not_the_internet) as is_source_public,
        regexp_like(dstaddr, :an_address) and not regexp_like(dstaddr, :not_the_internet) as is_target_public,
        regexp_like(coalesce(nullif(pkt_srcaddr, '-'), srcaddr), :an_address)
        and not regexp_like(coalesce(nullif(pkt_srcaddr, '-'), srcaddr), :not_the_internet) as is_sender_public
    from vpc_flow_logs
    where hour between :since_hour and :until_hour
        and "start" between :since_epoch and :until_epoch
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and coalesce(log_status, 'OK') = 'OK'
)
