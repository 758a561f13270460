-- Which flows did security groups and network ACLs let through?
-- when: overview of what is open
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows
-- include exchanges

select source_ip, target_ip, target_port, protocol, records, packets, bytes, first_seen, last_seen
from exchanges
where action = 'ACCEPT'
order by bytes desc, source_ip, target_ip, target_port, protocol
limit 500
