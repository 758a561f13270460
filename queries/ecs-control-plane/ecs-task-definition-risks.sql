-- Which task definitions or task overrides ask for what a container on Fargate never needs?
-- when: after an alarm about privileges, host paths, secrets in plain text or commands; and as a monthly
--    review
-- attack: T1611, T1552.001, T1552.005, T1059.004
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-unsafe-task-definition-registered, ecs-privileged-container-defined, ecs-host-shared-with-task,
--    ecs-linux-capability-added, ecs-credential-endpoint-in-command, ecs-shell-code-in-command,
--    ecs-plain-secret-in-environment, ecs-hardening-missing, ecs-task-run-outside-pipeline
-- replay: yes
with
-- include api-calls

definitions as (
    select
        eventtime,
        eventname,
        coalesce(
            json_extract_scalar(requestparameters, '$.family'),
            json_extract_scalar(requestparameters, '$.taskDefinition'),
            json_extract_scalar(requestparameters, '$.serviceName'),
            json_extract_scalar(requestparameters, '$.service'),
            json_extract_scalar(requestparameters, '$.task')
        ) as target,
        principal,
        requestparameters,
        regexp_like(requestparameters, '"privileged":\s*true') as is_privileged,
        regexp_like(requestparameters, '"(pidMode|ipcMode|networkMode)":\s*"host"') as shares_host_namespace,
        regexp_like(requestparameters, '"sourcePath":\s*"/') as mounts_host_path,
        regexp_like(requestparameters, '"add":\s*\[[^\]]*(SYS_ADMIN|SYS_PTRACE|NET_ADMIN|ALL)') as adds_capability,
        regexp_like(requestparameters, '169\.254\.170\.2/v2/credentials|AWS_CONTAINER_CREDENTIALS_(RELATIVE|FULL)_URI|169\.254\.169\.254/latest/meta-data/iam') as reads_credentials,
        regexp_like(
            requestparameters,
            '/dev/(tcp|udp)/|base64[^a-z]{1,4}-d|[^a-z]nc(at)?[^a-z]{1,3}-[a-z]*e[^a-z]|\|\s*(/[a-z/]*/)?[bdkz]?a?sh[^a-z]|stratum\+'
        ) as runs_shell_code,
        regexp_like(
            requestparameters,
            '"environment":\s*\[[^\]]*"name":\s*"[^"]*((?i)pass|secret|token|key)'
        ) as has_plain_secret,
        regexp_like(requestparameters, '"user":\s*"(root|0)(:[^"]*)?"') as runs_as_root,
        regexp_like(requestparameters, '"readonlyRootFilesystem":\s*false') as writes_root_filesystem,
        eventname = 'RegisterTaskDefinition'
        and not regexp_like(requestparameters, '"logConfiguration":') as logs_nothing,
        eventname in ('RunTask', 'StartTask')
        and regexp_like(requestparameters, '"command":\s*\[\s*"') as overrides_command,
        regexp_like(requestparameters, '"platformVersion":\s*"1\.[0-3]') as pins_old_platform,
        coalesce(errorcode, 'ok') as outcome,
        eventid
    from api_calls
    where eventsource = 'ecs.amazonaws.com'
        and eventname in (
            'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition', 'RunTask', 'StartTask', 'ExecuteCommand',
            'CreateService', 'UpdateService', 'CreateExpressGatewayService', 'UpdateExpressGatewayService'
        )
),

risks as (
    select
        eventtime,
        eventname,
        target,
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
                if(writes_root_filesystem, 'writable root file system', null),
                if(logs_nothing, 'no logging', null),
                if(overrides_command, 'command override', null),
                if(pins_old_platform, 'old platform version', null)
            ],
            ', '
        ) as asks_for
    from definitions
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    target,
    asks_for,
    outcome,
    principal,
    eventid as event_id
from risks
where asks_for <> ''
order by eventtime desc, eventid
limit 500
