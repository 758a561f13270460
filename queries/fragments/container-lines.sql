-- What the containers' nginx and sshd wrote in the window, in the accounts and regions that are asked about.
container_lines as (
    select *
    from container_logs
    where hour between :since_hour and :until_hour
        and logged_at between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
)
