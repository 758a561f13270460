-- Which ECS services and tasks exchange the most?
-- when: to find the task behind a bill or an alarm
-- attack: T1048, T1496
-- cost: reads a few columns of the flow logs of the window: one prefix an hour, account and region
with
-- include flows

select
    ecs_cluster_name as cluster,
    ecs_service_name as service,
    ecs_task_id as task_id,
    count(*) as records,
    sum(packets) as packets,
    sum(bytes) as bytes,
    from_unixtime(min("start")) as first_seen,
    from_unixtime(max("end")) as last_seen
from flows
where coalesce(ecs_task_id, '-') <> '-'
group by ecs_cluster_name, ecs_service_name, ecs_task_id
order by bytes desc, cluster, service, task_id
limit 200
