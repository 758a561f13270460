-- Which disks, images, snapshots or repositories were shared with another account or with everybody?
-- when: data may leave without a packet
-- attack: T1537
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecr-repository-shared, disk-or-image-shared
-- replay: yes
with
-- include api-calls

select
    happened_at,
    service,
    action,
    coalesce(
        json_extract_scalar(requestparameters, '$.snapshotId'),
        json_extract_scalar(requestparameters, '$.imageId'),
        json_extract_scalar(requestparameters, '$.dBSnapshotIdentifier'),
        json_extract_scalar(requestparameters, '$.dBClusterSnapshotIdentifier'),
        json_extract_scalar(requestparameters, '$.repositoryName')
    ) as target,
    substr(requestparameters, 1, 500) as request,
    outcome,
    principal,
    source_ip,
    event_id
from api_calls
where (
        (eventsource = 'ec2.amazonaws.com' and eventname in ('ModifySnapshotAttribute', 'ModifyImageAttribute'))
        or (
            eventsource = 'rds.amazonaws.com'
            and eventname in ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
        )
        or (eventsource = 'ecr.amazonaws.com' and eventname in ('SetRepositoryPolicy', 'PutRegistryPolicy'))
    )
order by eventtime desc, eventid
limit 500
