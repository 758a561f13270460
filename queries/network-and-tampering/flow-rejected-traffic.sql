-- Which flows were refused, and how often?
-- when: to see what knocks, and what a new rule broke
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: address-scan, port-scan
with
-- include flows
-- include exchanges

select source_ip, target_ip, target_port, protocol, records, packets, bytes, first_seen, last_seen
from exchanges
where action = 'REJECT'
order by records desc, source_ip, target_ip, target_port, protocol
limit 500
