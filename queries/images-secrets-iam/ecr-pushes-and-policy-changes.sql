-- Who pushed images or changed what a repository allows, and was a tag pushed over?
-- when: an image is not what the pipeline built, or a repository became public
-- attack: T1525, T1537, T1485
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecr-image-pushed-by-outsider, ecr-repository-shared, ecr-safeguards-weakened,
--    ecr-images-destroyed, chain-image-pushed-then-rolled-out, ecr-registry-changed
with
-- include api-calls

changes as (
    select
        eventtime,
        eventsource,
        eventname,
        json_extract_scalar(requestparameters, '$.repositoryName') as repository,
        coalesce(
            json_extract_scalar(requestparameters, '$.imageTag'),
            json_extract_scalar(responseelements, '$.image.imageId.imageTag')
        ) as tag,
        json_extract_scalar(responseelements, '$.image.imageId.imageDigest') as digest,
        regexp_like(
            coalesce(json_extract_scalar(requestparameters, '$.policyText'), ''),
            '"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*")'
        ) as lets_everyone_in,
        coalesce(errorcode, 'ok') as outcome,
        principal,
        sourceipaddress as source_ip,
        eventid
    from api_calls
    where eventsource in ('ecr.amazonaws.com', 'ecr-public.amazonaws.com')
        and eventname in (
            'PutImage', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy', 'PutRegistryPolicy', 'DeleteRegistryPolicy',
            'PutImageTagMutability', 'PutImageScanningConfiguration', 'PutRegistryScanningConfiguration',
            'CreateRepository', 'DeleteRepository', 'BatchDeleteImage', 'PutLifecyclePolicy', 'DeleteLifecyclePolicy',
            'PutReplicationConfiguration', 'CreatePullThroughCacheRule', 'UpdatePullThroughCacheRule',
            'DeletePullThroughCacheRule'
        )
)

select
    from_iso8601_timestamp(eventtime) as happened_at,
    eventname as action,
    repository,
    tag,
    digest,
    eventname = 'PutImage'
    and tag is not null
    and lag(digest) over (partition by eventname, repository, tag order by eventtime, eventid) <> digest
        as overwrote_tag,
    lets_everyone_in,
    outcome,
    principal,
    source_ip,
    eventid as event_id
from changes
order by eventtime desc, eventid
limit 1000
