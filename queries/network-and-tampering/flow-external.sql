-- Which flows have at least one end on the internet?
-- when: everything but inside traffic
-- attack: T1071
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows
-- include pairs

select source_ip, target_ip, target_port, protocol, records, accepted, bytes, services, first_seen, last_seen
from pairs
where is_source_public
    or is_target_public
order by bytes desc, source_ip, target_ip, target_port, protocol
limit 500
