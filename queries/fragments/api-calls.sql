-- The API calls of the window, of the accounts and regions that are asked about, and who made each: the role behind a
-- session, the user, a federated or web identity with its provider, or the service that acted.
api_calls as (
    select
        *,
        coalesce(
            case
                when useridentity.sessioncontext.assumedroot = 'true' then useridentity.arn || ' by AssumeRoot'
            end,
            useridentity.sessioncontext.sessionissuer.arn,
            useridentity.arn,
            useridentity.principalid,
            useridentity.username,
            useridentity.invokedby,
            'unknown'
        ) as principal,
        from_iso8601_timestamp(eventtime) as happened_at,
        eventsource as service,
        eventname as action,
        coalesce(errorcode, 'ok') as outcome,
        sourceipaddress as source_ip,
        useragent as user_agent,
        eventid as event_id
    from cloudtrail_logs
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
)
