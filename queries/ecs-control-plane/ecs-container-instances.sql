-- Which machines joined a cluster or spoke the ECS agent's protocol?
-- when: on an account that runs on Fargate alone nobody should
-- attack: T1610, T1578, T1565
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecs-container-instance-registered, ecs-agent-state-forged, ecs-agent-channel-taken,
--    ecs-agent-channel-from-two-places
-- replay: yes
with
-- include api-calls

select
    principal,
    eventname as action,
    json_extract_scalar(requestparameters, '$.cluster') as cluster,
    sourceipaddress as source_ip,
    useragent as user_agent,
    coalesce(errorcode, 'ok') as outcome,
    count(*) as calls,
    from_iso8601_timestamp(min(eventtime)) as first_seen,
    from_iso8601_timestamp(max(eventtime)) as last_seen
from api_calls
where eventsource = 'ecs.amazonaws.com'
    and eventname in (
        'RegisterContainerInstance', 'DeregisterContainerInstance', 'UpdateContainerInstancesState',
        'SubmitTaskStateChange', 'SubmitContainerStateChange', 'SubmitAttachmentStateChanges', 'DiscoverPollEndpoint'
    )
group by 1, 2, 3, 4, 5, 6
order by calls desc, principal, action, source_ip, cluster, user_agent, outcome
limit 500
