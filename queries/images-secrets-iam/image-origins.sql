-- Where do the images come from that tasks started with: who built each, was it signed, was it scanned?
-- when: somebody asks what runs, or as a weekly review; ask for as long as images live, or an old one seems built by nobody
-- attack: T1525, T1610
-- cost: reads every CloudTrail record of the window: one prefix a day, account and region
-- serves: ecr-image-pushed-by-outsider, ecr-safeguards-weakened, chain-image-pushed-then-rolled-out, first-time-image-nobody-built, first-time-image-never-scanned
with
-- include api-calls

calls as (
    select
        account,
        eventtime,
        eventname,
        requestparameters,
        responseelements,
        json_extract_scalar(requestparameters, '$.repositoryName') as repository,
        principal,
        useridentity.arn as session,
        sourceipaddress as source_ip
    from api_calls
    where eventsource = 'ecr.amazonaws.com'
        and eventname in ('PutImage', 'BatchGetImage', 'StartImageScan', 'DescribeImageScanFindings')
        and errorcode is null
),

pushed_or_signed as (
    select
        account,
        repository,
        coalesce(
            json_extract_scalar(requestparameters, '$.imageTag'),
            json_extract_scalar(responseelements, '$.image.imageId.imageTag')
        ) as tag,
        json_extract_scalar(responseelements, '$.image.imageId.imageDigest') as digest,
        eventtime,
        principal,
        session,
        source_ip
    from calls
    where eventname = 'PutImage'
),

-- A signature is an image of its own whose tag says what it signs, as cosign names it.
pushes as (
    select *
    from pushed_or_signed
    where coalesce(tag, '') not like 'sha256-%.sig'
),

signatures as (
    select
        account,
        repository,
        replace(replace(tag, 'sha256-', 'sha256:'), '.sig', '') as digest,
        min(eventtime) as signed_at
    from pushed_or_signed
    where tag like 'sha256-%.sig'
    group by account, repository, replace(replace(tag, 'sha256-', 'sha256:'), '.sig', '')
),

-- Of basic scanning on push the trail says nothing: what it has is who asked for a scan, and who read the findings.
scans as (
    select
        account,
        repository,
        coalesce(
            json_extract_scalar(requestparameters, '$.imageId.imageDigest'),
            json_extract_scalar(requestparameters, '$.imageId.imageTag')
        ) as image,
        eventtime as scanned_at
    from calls
    where eventname in ('StartImageScan', 'DescribeImageScanFindings')
),

-- Tasks fetch their image with the execution role, in a session that is named by the task: 32 hexadecimal digits.
fetches as (
    select
        calls.account,
        calls.repository,
        coalesce(
            json_extract_scalar(image, '$.imageDigest'),
            json_extract_scalar(image, '$.imageTag')
        ) as image,
        calls.eventtime,
        calls.principal
    from calls
    cross join unnest(
        try_cast(json_extract(requestparameters, '$.imageIds') as array(json))
    ) as members (image)
    where calls.eventname = 'BatchGetImage'
        and regexp_like(calls.session, '/[0-9a-f]{32}$')
),

running as (
    select
        account,
        repository,
        image,
        min(eventtime) as first_started,
        max(eventtime) as last_started,
        count(*) as starts,
        min(principal) as started_with
    from fetches
    group by account, repository, image
),

-- The push that a start got: the last one before it under that tag, or the one with that digest.
builds as (
    select
        running.*,
        pushes.digest,
        pushes.eventtime as built_at,
        pushes.principal as built_by,
        -- CodeBuild and GitHub name the session of a role by the run: AWSCodeBuild-<id>.
        regexp_extract(pushes.session, '[^/]+$') as built_in,
        pushes.source_ip as built_from,
        row_number() over (
            partition by running.account, running.repository, running.image
            order by pushes.eventtime desc
        ) as newest
    from running
    left join pushes
        on pushes.account = running.account
        and pushes.repository = running.repository
        and (pushes.digest = running.image or pushes.tag = running.image)
        and pushes.eventtime <= running.last_started
),

origins as (
    select *
    from builds
    where newest = 1
),

-- A scan by tag is one of this image only after it was pushed under that tag.
scanned as (
    select
        origins.account,
        origins.repository,
        origins.image,
        min(scans.scanned_at) as scanned_at
    from origins
    inner join scans
        on scans.account = origins.account
        and scans.repository = origins.repository
        and (
            scans.image = origins.digest
            or (scans.image = origins.image and scans.scanned_at >= coalesce(origins.built_at, ''))
        )
    group by origins.account, origins.repository, origins.image
)

select
    origins.repository,
    origins.image,
    case
        when origins.built_at is null then 'nobody built it in this window'
        when scanned.scanned_at is null then 'built, never scanned'
        when signatures.signed_at is null then 'built and scanned, not signed'
        else 'built, scanned and signed'
    end as verdict,
    from_iso8601_timestamp(origins.first_started) as first_started,
    origins.starts,
    origins.started_with,
    from_iso8601_timestamp(origins.built_at) as built_at,
    origins.built_by,
    origins.built_in,
    origins.built_from,
    coalesce(origins.digest, origins.image) as digest,
    from_iso8601_timestamp(scanned.scanned_at) as scanned_at,
    from_iso8601_timestamp(signatures.signed_at) as signed_at
from origins
left join scanned
    on scanned.account = origins.account
    and scanned.repository = origins.repository
    and scanned.image = origins.image
left join signatures
    on signatures.account = origins.account
    and signatures.repository = origins.repository
    and signatures.digest = coalesce(origins.digest, origins.image)
order by
    origins.built_at is null desc,
    scanned.scanned_at is null desc,
    origins.first_started desc,
    origins.repository,
    origins.image
limit 500
