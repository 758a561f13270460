-- Who talks to whom inside?
-- when: to find who moves sideways
-- attack: T1021
-- serves: task-spread
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows
-- include pairs

select source_ip, target_ip, target_port, protocol, records, accepted, bytes, services, first_seen, last_seen
from pairs
where not is_source_public
    and not is_target_public
order by bytes desc, source_ip, target_ip, target_port, protocol
limit 500
