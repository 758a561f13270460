-- Which disks, images, repositories, secrets, keys, buckets or roles were shared with another account or with everybody?
-- when: data may leave without a packet
-- attack: T1537
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecr-repository-shared, disk-or-image-shared,
--    policy-opened-to-everybody, policy-admits-foreign-account
-- replay: yes
select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventsource as service,
    eventname as action,
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
    coalesce(errorcode, 'ok') as outcome,
    coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, 'unknown') as principal,
    sourceipaddress as source_ip,
    eventid as event_id
from cloudtrail_logs
where day between :since_day and :until_day
    and eventtime between :since_time and :until_time
    and ('*' in (:accounts) or account in (:accounts))
    and ('*' in (:regions) or region in (:regions))
    and (
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
