-- Who talks SSH or RDP with whom?
-- when: first look at remote administration, before the SSH questions proper
-- attack: T1021.004, T1021.001
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows
-- include exchanges

select source_ip, target_ip, target_port, action, records, packets, bytes, first_seen, last_seen
from exchanges
where protocol = 6
    and target_port in (22, 3389)
order by records desc, source_ip, target_ip, target_port, action
limit 500
