-- What goes from inside to the internet, to which ports?
-- when: to find what leaves
-- attack: T1048, T1071
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-egress, task-beacon, ssh-outbound-from-task, first-time-egress-target
with
-- include flows
-- include pairs

select source_ip, target_ip, target_port, protocol, records, accepted, bytes, services, first_seen, last_seen
from pairs
where not is_source_public
    and is_target_public
order by bytes desc, source_ip, target_ip, target_port, protocol
limit 500
