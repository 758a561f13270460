-- What was deleted, stopped or scaled to nothing, or scaled far up?
-- when: a service is down, or the bill is up
-- attack: T1485, T1489, T1496
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-service-deleted, ecs-service-scaled-to-zero, ecs-service-scaled-far-up, ecs-cluster-deleted,
--    ecs-tasks-stopped-in-bulk, ecs-scaling-target-changed, ecs-front-door-changed, ecs-task-definition-removed
-- param many: number = 20 -- desired count that is suspiciously high
-- param deploy_roles: names = none -- roles that deploy, whose work is expected and left out
with
-- include api-calls

changes as (
    select
        eventtime,
        eventsource,
        eventname,
        coalesce(
            json_extract_scalar(requestparameters, '$.service'),
            json_extract_scalar(requestparameters, '$.serviceName'),
            json_extract_scalar(requestparameters, '$.resourceId'),
            json_extract_scalar(requestparameters, '$.task'),
            json_extract_scalar(requestparameters, '$.deploymentId'),
            json_extract_scalar(requestparameters, '$.gateway'),
            json_extract_scalar(requestparameters, '$.taskDefinition'),
            json_extract_scalar(requestparameters, '$.cluster')
        ) as target,
        try_cast(json_extract_scalar(requestparameters, '$.desiredCount') as integer) as desired_count,
        json_extract_scalar(requestparameters, '$.force') as force,
        json_extract_scalar(requestparameters, '$.reason') as reason,
        principal,
        sourceipaddress,
        errorcode,
        eventid
    from api_calls
    where principal not in (:deploy_roles)
        and eventsource in (
            'ecs.amazonaws.com',
            'application-autoscaling.amazonaws.com',
            'autoscaling.amazonaws.com',
            'elasticloadbalancing.amazonaws.com',
            'codedeploy.amazonaws.com'
        )
        and readonly = 'false'
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    target,
    desired_count,
    force,
    reason,
    coalesce(errorcode, 'ok') as outcome,
    principal,
    sourceipaddress as source_ip,
    eventid as event_id
from changes
where eventname in (
        'DeleteService', 'DeleteCluster', 'DeleteTaskSet', 'DeleteDaemon', 'DeleteExpressGatewayService', 'StopTask',
        'DeregisterTaskDefinition', 'DeleteTaskDefinitions', 'DeregisterScalableTarget', 'DeleteScalingPolicy',
        'RegisterScalableTarget', 'PutScheduledAction', 'DeregisterTargets', 'DeleteListener', 'ModifyListener',
        'DeleteTargetGroup', 'DeleteLoadBalancer', 'DeleteGateway', 'UpdateGateway', 'CreateDeployment',
        'StopDeployment', 'UpdateDeploymentGroup', 'DeleteDeploymentGroup'
    )
    or (
        eventname in ('UpdateService', 'CreateService')
        and (desired_count = 0 or desired_count >= :many)
    )
order by eventtime desc, eventid
limit 1000
