-- What comes from the internet to the inside, to which ports?
-- when: to find what is reachable
-- attack: T1190, T1133
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-port-opened-to-world
with
-- include flows
-- include pairs

select source_ip, target_ip, target_port, protocol, records, accepted, bytes, services, first_seen, last_seen
from pairs
where is_source_public
    and not is_target_public
order by bytes desc, source_ip, target_ip, target_port, protocol
limit 500
