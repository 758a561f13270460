-- Which task definitions or task overrides ask for what a container on Fargate never needs?
-- when: after an alarm about privileges, host paths, secrets in plain text or commands; and as a monthly
--    review
-- attack: T1611, T1552.001, T1552.005, T1059.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-privileged-container-defined, ecs-host-shared-with-task, ecs-linux-capability-added,
--    ecs-credential-endpoint-in-command, ecs-shell-code-in-command, ecs-plain-secret-in-environment,
--    ecs-hardening-missing, ecs-task-run-outside-pipeline
-- replay: yes
with definitions as (
    select
        eventtime,
        eventname,
        coalesce(
            json_extract_scalar(requestparameters, '$.family'),
            json_extract_scalar(requestparameters, '$.taskDefinition')
        ) as family,
        coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
        requestparameters,
        regexp_like(requestparameters, '"privileged":\s*true') as is_privileged,
        regexp_like(requestparameters, '"(pidMode|ipcMode|networkMode)":\s*"host"') as shares_host_namespace,
        regexp_like(requestparameters, '"sourcePath":\s*"/') as mounts_host_path,
        regexp_like(requestparameters, '"add":\s*\[[^\]]*(SYS_ADMIN|SYS_PTRACE|NET_ADMIN|ALL)') as adds_capability,
        regexp_like(requestparameters, '169\.254\.170\.2|AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') as reads_credentials,
        regexp_like(requestparameters, '/dev/tcp/|base64 -d|nc -e|curl [^"]*\|\s*(ba)?sh|wget [^"]*\|\s*(ba)?sh') as runs_shell_code,
        regexp_like(
            requestparameters,
            '"environment":\s*\[[^\]]*"name":\s*"[^"]*(PASS|SECRET|TOKEN|KEY)'
        ) as has_plain_secret,
        regexp_like(requestparameters, '"user":\s*"(root|0)(:[^"]*)?"') as runs_as_root,
        eventname = 'RegisterTaskDefinition'
        and not regexp_like(requestparameters, '"logConfiguration":') as logs_nothing,
        eventname <> 'RegisterTaskDefinition'
        and regexp_like(requestparameters, '"command":\s*\[\s*"') as overrides_command,
        coalesce(errorcode, 'ok') as outcome,
        eventid
    from cloudtrail_logs
    where day between :since_day and :until_day
        and eventtime between :since_time and :until_time
        and ('*' in (:accounts) or account in (:accounts))
        and ('*' in (:regions) or region in (:regions))
        and eventsource = 'ecs.amazonaws.com'
        and eventname in ('RegisterTaskDefinition', 'RunTask', 'StartTask')
),

risks as (
    select
        eventtime,
        eventname,
        family,
        principal,
        outcome,
        eventid,
        array_join(
            array[
                if(is_privileged, 'privileged', null),
                if(shares_host_namespace, 'host namespace', null),
                if(mounts_host_path, 'host path', null),
                if(adds_capability, 'added capability', null),
                if(reads_credentials, 'credential endpoint', null),
                if(runs_shell_code, 'shell code', null),
                if(has_plain_secret, 'plain secret', null),
                if(runs_as_root, 'root user', null),
                if(logs_nothing, 'no logging', null),
                if(overrides_command, 'command override', null)
            ],
            ', '
        ) as asks_for
    from definitions
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    family,
    asks_for,
    outcome,
    principal,
    eventid as event_id
from risks
where asks_for <> ''
order by eventtime desc, eventid
limit 500
