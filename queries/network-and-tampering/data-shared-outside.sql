-- Which disks, images, repositories, secrets, keys, buckets or roles were shared with another account or with everybody?
-- when: data may leave without a packet
-- attack: T1537
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecr-repository-shared, disk-or-image-shared,
--    policy-opened-to-everybody, policy-admits-foreign-account, data-led-elsewhere
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
        json_extract_scalar(requestparameters, '$.repositoryName'),
        json_extract_scalar(requestparameters, '$.secretId'),
        json_extract_scalar(requestparameters, '$.keyId'),
        json_extract_scalar(requestparameters, '$.bucketName'),
        json_extract_scalar(requestparameters, '$.roleName')
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
        or eventname in ('PutResourcePolicy', 'PutKeyPolicy', 'PutBucketPolicy', 'UpdateAssumeRolePolicy')
        or eventname in ('SetQueueAttributes', 'SetTopicAttributes', 'PutFileSystemPolicy', 'PutDestinationPolicy')
        or eventname like 'AddPermission%'
    )
order by eventtime desc, eventid
limit 500
