-- Which pairs of addresses exchange the most bytes?
-- when: the bill or the network is higher than usual
-- attack: T1048
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- serves: unusual-egress
with
-- include flows
-- include talkers

select *
from talkers
order by bytes desc, source_ip, target_ip
limit 100
