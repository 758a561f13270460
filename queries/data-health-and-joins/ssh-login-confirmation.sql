-- Does sshd's own log confirm or refute the probable logins that the flow logs show?
-- when: at once after a probable login: a flow only suggests it, sshd knows
-- attack: T1110, T1078
-- cost: reads flow logs and container logs of the window
-- serves: ssh-probable-login
-- replay: yes
-- param ssh_ports: numbers = 22, 2222 -- ports on which SSH listens
-- param guesses: number = 9 -- guesses that came in the hour before (Slips)
-- param guesses_inside: number = 30 -- the same from inside, where fewer are a job with a wrong key (Zeek)
-- param trusted_ranges: ranges = none -- ranges whose SSH is expected, and left out
with
-- include flows
-- include ssh-connections
-- include ssh-series
-- include ssh-verdicts
-- include ssh-attempts
-- include ssh-probable-logins
-- include container-lines
-- include sshd-lines

select
    probable_logins.client_ip as source_ip,
    probable_logins.client_port as source_port,
    probable_logins.server_ip as target_ip,
    from_unixtime(probable_logins.began) as began_at,
    probable_logins.ended - probable_logins.began as seconds,
    cast(probable_logins.packets as bigint) as packets,
    case
        when count_if(lines.outcome = 'Accepted') > 0 then 'confirmed'
        when count(lines.outcome) > 0 then 'refuted'
        else 'no line of sshd'
    end as verdict,
    count_if(lines.outcome = 'Failed') as failed_on_connection,
    array_join(array_sort(array_agg(distinct lines.login)), ', ') as logins
from probable_logins
left join lines
    on lines.source_ip = probable_logins.client_ip
    and lines.source_port = probable_logins.client_port
    and to_unixtime(from_iso8601_timestamp(lines.logged_at)) between probable_logins.began - 60
    and probable_logins.ended + 60
group by 1, 2, 3, 4, 5, 6
order by began_at, source_ip, source_port, target_ip
limit 500
