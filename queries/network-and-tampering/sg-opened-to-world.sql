-- Which security-group rules let the whole internet in, or a large part of it, to which ports, and who wrote them?
-- when: a port alarm rang, or a scanner found something
-- attack: T1686.001, T1133
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ssh-port-opened-to-world, all-traffic-opened-to-world, unusual-port-opened-to-world,
--    security-group-rule-edited-open
-- replay: yes
-- param ssh_ports: numbers = 22 -- ports on which SSH listens
with
-- include api-calls
-- include openings

select
    happened_at as opened_at,
    security_group,
    rule_id,
    protocol,
    from_port,
    to_port,
    cidr,
    protocol = '-1' or any_match(array[:ssh_ports], port -> port between from_port and to_port) as opens_ssh,
    principal,
    source_ip,
    user_agent,
    event_id
from openings
-- A half of the internet is opened with the other half beside it, and no network of ours is as wide as this.
where regexp_like(cidr, '/[0-7]$')
order by eventtime desc, eventid, rule_id, cidr
limit 500
