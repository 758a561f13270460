-- Which IPv6 addresses exchange the most?
-- when: overview; IPv6 rules are often wider than meant
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows
-- include talkers

select *
from talkers
where source_ip like '%:%'
order by bytes desc, source_ip, target_ip
limit 500
