-- Which IPv4 addresses exchange the most?
-- when: overview
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows
-- include talkers

select *
from talkers
where not source_ip like '%:%'
order by bytes desc, source_ip, target_ip
limit 500
