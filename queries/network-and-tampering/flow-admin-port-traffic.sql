-- Who talks to the ports that administer machines and databases?
-- when: administration belongs to few addresses
-- attack: T1021
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
-- param admin_ports: numbers = 22, 23, 135, 445, 1433, 1521, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 9200,
--    27017 -- ports of administration and databases
with
-- include flows
-- include exchanges

select source_ip, target_ip, target_port, action, records, packets, bytes, first_seen, last_seen
from exchanges
where protocol = 6
    and target_port in (:admin_ports)
order by records desc, source_ip, target_ip, target_port, action
limit 500
