import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { byOutsiders } from '../writing/callers';
import { anyOf, calls, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

/**
 * What the tasks run: images and the repositories they come from.
 *
 * Pulls by other accounts are left to a query: sharing images inside an organization is so common that a filter,
 * which knows no list of friendly accounts, would be noise.
 */
export const images: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecr-image-pushed-by-outsider',
    title: 'Container image pushed by somebody who does not deploy',
    severity: 'high',
    attack: ['T1525'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Replication and pull-through caching push as a service event, without a caller.
      pattern: jsonPattern(
        calls('ecr', 'PutImage'),
        SUCCEEDED,
        '($.eventType != "AwsServiceEvent")',
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A tag or digest was put into an ECR repository by a caller that is not the pipeline.',
      impact:
        'If a task definition names that tag, the next task that starts runs this image, with the task role and the secrets.',
      diagnosis: [
        'In the record, look at requestParameters.repositoryName and imageTag, and at responseElements.image.imageId.imageDigest.',
        'Over the 7 days before, list PutImage for that repository: was the tag there with another digest, pushed by whom?',
        'From the push until now, look for RunTask, UpdateService or RegisterTaskDefinition whose image names the repository.',
      ],
      response: [
        'Ask the person in userIdentity.arn; a hand-built hotfix is the common honest case.',
        'If it is not theirs, remove it: aws ecr batch-delete-image --repository-name <name> --image-ids imageDigest=<digest>.',
        'Redeploy services that may have pulled it, with the digest that the pipeline built: aws ecs update-service --cluster <cluster> --service <service> --task-definition <family:revision> --force-new-deployment.',
      ],
    },
  },
  {
    id: 'ecr-safeguards-weakened',
    title: 'ECR tags made mutable, scanning switched off, or supply path changed',
    severity: 'medium',
    attack: ['T1525', 'T1537', 'T1685'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        '($.eventSource = "ecr.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          '($.requestParameters.imageTagMutability = "MUTABLE*") && ($.eventName = "PutImageTagMutability")',
          '($.requestParameters.imageScanningConfiguration.scanOnPush IS FALSE) && ($.eventName = "PutImageScanningConfiguration")',
          '($.requestParameters.scanType = "BASIC")',
          '($.eventName = "PutReplicationConfiguration")',
          '($.eventName = "CreatePullThroughCacheRule")',
          '($.eventName = "UpdatePullThroughCacheRule")',
          '($.eventName = "DeleteSigningConfiguration")',
        ),
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Outside the pipeline, tags became overwritable, scanning or signing was reduced, or it was changed where images come from or are copied to.',
      impact:
        'An image in production can be replaced in silence, or every future push goes to a foreign account as well.',
      diagnosis: [
        'In the record, look at eventName and requestParameters: repositoryName with imageTagMutability or scanOnPush, scanType for the registry.',
        'For replication, look at replicationConfiguration.rules for a registryId that is not yours; for a cache rule, at upstreamRegistryUrl.',
        'Over the hour after it, look for PutImage with a tag that already existed, service events (eventType = AwsServiceEvent) included.',
      ],
      response: [
        'Set it back: aws ecr put-image-tag-mutability --repository-name <name> --image-tag-mutability IMMUTABLE, aws ecr put-image-scanning-configuration --repository-name <name> --image-scanning-configuration scanOnPush=true, or aws ecr put-replication-configuration --replication-configuration file://replication.json.',
        'For tags pushed meanwhile, compare the digest with the one that the pipeline recorded.',
        'Treat images replicated meanwhile as leaked: rotate the credentials in them.',
      ],
    },
  },
  {
    id: 'ecr-repository-shared',
    title: 'ECR repository policy changed or image published openly',
    severity: 'high',
    attack: ['T1537'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The policy is one string whose quotes and blanks vary: the query tells "everybody" from one account.
      pattern: jsonPattern(
        SUCCEEDED,
        anyOf(
          `(${calls('ecr', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy', 'PutRegistryPolicy', 'DeleteRegistryPolicy')})`,
          `(${calls('ecr-public', 'CreateRepository', 'PutImage', 'SetRepositoryPolicy')})`,
        ),
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Who may pull or push was rewritten outside the pipeline, or something was put into the public ECR gallery.',
      impact:
        'Images, and whatever secrets were baked into them, can be copied out; with push rights they can be replaced.',
      diagnosis: [
        'In the record, read requestParameters.policyText: a Principal of * is everybody, an account id that is not yours is the neighbour.',
        'With eventSource ecr-public.amazonaws.com, look at requestParameters.repositoryName: it can be pulled by anyone already.',
        'From the change until now, list BatchGetImage and GetDownloadUrlForLayer with userIdentity.accountId other than yours.',
      ],
      response: [
        'Put the former policy back, or remove it: aws ecr delete-repository-policy --repository-name <name>.',
        'For a public repository: aws ecr-public delete-repository --repository-name <name> --force --region us-east-1.',
        'Rotate every credential that the pulled images contained.',
      ],
    },
  },
  {
    id: 'ecr-images-destroyed',
    title: 'ECR images or a repository deleted',
    severity: 'high',
    attack: ['T1485'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecr', 'DeleteRepository', 'BatchDeleteImage', 'PutLifecyclePolicy'),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Images or a whole repository were deleted, or a lifecycle policy was set that will delete them, not by the pipeline.',
      impact:
        'Running tasks go on, but none can start: the next deployment, scale-out or failed health check is an outage.',
      diagnosis: [
        'In the record, look at requestParameters.repositoryName, force and imageIds, or at lifecyclePolicyText.',
        'Now: aws ecs list-task-definitions --status ACTIVE, and look for containerDefinitions.image with that repository.',
        'Over the 24 hours after a lifecycle policy, look for PolicyExecutionEvent records of the repository: they list what it deleted.',
      ],
      response: [
        'Hold deployments and scale-in of the services that use the repository, so that running tasks stay.',
        'Remove a hostile lifecycle policy: aws ecr delete-lifecycle-policy --repository-name <name>.',
        'Rebuild the deployed commits in the pipeline, or copy the images back from a replica.',
      ],
    },
  },
];
