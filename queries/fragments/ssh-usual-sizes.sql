-- The number of packets that most of the guesses of a client at a server have.
sizes as (
    select
        client_ip,
        server_ip,
        server_port,
        packets,
        row_number() over (
            partition by client_ip, server_ip, server_port
            order by count(*) desc, packets
        ) as place
    from guesses
    group by client_ip, server_ip, server_port, packets
),

usual_sizes as (
    select
        client_ip,
        server_ip,
        server_port,
        packets as usual_packets
    from sizes
    where place = 1
)
