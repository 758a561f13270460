import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byHand, byOutsider } from '../writing/callers';
import { BY_TARGET, done, on, storiesBy, when } from '../writing/trail-rules';

/** A build that is started once with another script, image, role or environment than its project says. */
const OVERRIDES = [
  ...['buildspecOverride', 'imageOverride', 'serviceRoleOverride', 'environmentVariablesOverride'],
  ...['sourceLocationOverride', 'privilegedModeOverride'],
];
const overridden = (call: TrailCall) => {
  const found = OVERRIDES.filter((name) => call.request[name] !== undefined);
  return call.succeeded && byOutsider(call) && found.length > 0 && `with ${found.join(', ')}`;
};

/** A grant that a service did not ask for on somebody's behalf. */
const granted = (call: TrailCall) =>
  call.succeeded &&
  byOutsider(call) &&
  call.through === undefined &&
  `to ${call.text('granteePrincipal') ?? 'somebody'}`;

/** Where images, stacks, code and keys come from, and what breaks or opens them. */
export const supply: DetectionFamily = () => [
  {
    id: 'ecr-registry-changed',
    title: 'Defaults, replication, policy or signing of the image registry changed',
    severity: 'medium',
    attack: ['T1525', 'T1195.002'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'ecr',
        '*RepositoryCreationTemplate',
        'PutRegistryPolicy',
        'DeleteRegistryPolicy',
        'PutAccountSetting',
      ),
      done(
        byOutsider,
        'ecr',
        'PutReplicationConfiguration',
        'PutRegistryScanningConfiguration',
        'StartReplicationBackfill',
        '*SigningConfiguration',
      ),
      done(byOutsider, 'ecr', '*PullThroughCacheRule', '*PullTimeUpdateExclusion', 'UpdateImageStorageClass'),
      done(
        byOutsider,
        'signer',
        'CancelSigningProfile',
        'RevokeSignature',
        'RevokeSigningProfile',
        'AddProfilePermission',
      ),
    ),
    runbook: {
      meaning:
        'A setting that holds for the whole registry was written: templates of new repositories, replication, cache rules, its policy, scanning or signing.',
      impact:
        'Repositories that are made tomorrow are open or mutable, or every image is copied to a stranger from now on.',
      diagnosis: [
        'Read requestParameters: for replication the registryId, for a template imageTagMutability and repositoryPolicy.',
        'Over the 7 days after eventTime, look for CreateRepository and ReplicateImage that follow the new setting.',
      ],
      response: [
        'Write the former setting again, and compare the repositories that were made since with their stack.',
      ],
    },
  },
  {
    id: 'build-changed-by-hand',
    title: 'Build project, pipeline or its source changed by hand',
    severity: 'medium',
    attack: ['T1195.002', 'T1677'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byHand,
        'codebuild',
        'UpdateProject',
        'CreateWebhook',
        'UpdateWebhook',
        'ImportSourceCredentials',
        'UpdateProjectVisibility',
        'PutResourcePolicy',
      ),
      when(on('codebuild', 'StartBuild', 'StartBuildBatch', 'RetryBuild'), overridden),
      done(
        byHand,
        'codepipeline',
        'UpdatePipeline',
        'CreatePipeline',
        'PutWebhook',
        'PutApprovalResult',
        'OverrideStageCondition',
      ),
      done(byHand, 'codeconnections', 'CreateConnection', 'UpdateConnectionInstallation'),
      done(byHand, 'codestar-connections', 'CreateConnection', 'UpdateConnectionInstallation'),
    ),
    runbook: {
      meaning:
        'Somebody changed what builds images, where its source comes from or who approves, or started a build with another script or role.',
      impact:
        'What is built goes out under the name of the team with the role of the pipeline, which is excused elsewhere.',
      diagnosis: [
        'Read requestParameters: source, buildspec, serviceRole and webhook; compare with the day before.',
        'Over the day after eventTime, which images did the project push: PutImage by its role?',
      ],
      response: [
        'Deploy the stack of the pipeline again, and build and roll out once more what it made meanwhile.',
      ],
    },
  },
  {
    id: 'stack-changed-by-hand',
    title: 'Stack or resource deployed past the pipeline',
    severity: 'medium',
    attack: ['T1578', 'T1610'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byHand,
        'cloudformation',
        'CreateStack',
        'UpdateStack',
        'DeleteStack',
        'ExecuteChangeSet',
        'SetStackPolicy',
      ),
      done(
        byHand,
        'cloudformation',
        'CreateStackInstances',
        'CreateStackSet',
        'UpdateStackSet',
        'UpdateTerminationProtection',
      ),
      done(byOutsider, 'cloudcontrolapi', 'CreateResource', 'UpdateResource', 'DeleteResource'),
      // Cloud Control's records stand under either name.
      done(byOutsider, 'cloudcontrol', 'CreateResource', 'UpdateResource', 'DeleteResource'),
    ),
    runbook: {
      meaning:
        'A stack or a single resource was made, changed or deleted through CloudFormation or Cloud Control by somebody who does not deploy; the template is not in the record.',
      impact: 'Anything may stand in it, a task definition with a foreign image as well as a new trust.',
      diagnosis: [
        'Read the template now: `aws cloudformation get-template --stack-name <stack>`; what has it that the repository has not?',
        'Over the hour after eventTime, list the calls with invokedBy cloudformation.amazonaws.com.',
      ],
      response: [
        'Roll the stack back to what the repository says, and let people start the pipeline instead.',
      ],
    },
  },
  {
    id: 'function-opened',
    title: 'Policy or URL of a function written, so that others may call it',
    severity: 'medium',
    attack: ['T1098', 'T1648'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'lambda',
        'PutResourcePolicy*',
        'DeleteResourcePolicy*',
        'PutPublicAccessBlockConfig*',
      ),
      when(
        on('lambda', 'CreateFunctionUrlConfig*', 'UpdateFunctionUrlConfig*'),
        (call) => call.succeeded && byOutsider(call) && call.text('authType') === 'NONE' && 'for everybody',
      ),
    ),
    runbook: {
      meaning:
        'The whole policy of a function was written over, or a URL made by which anybody calls it without signing.',
      impact: 'Strangers run it with its role; or those who should call it cannot any more.',
      diagnosis: [
        'Now: `aws lambda get-policy --function-name <functionName>`; which principals and which source ARNs?',
        'Since eventTime, look at the invocations of the function and at the calls of its role.',
      ],
      response: ['Write the former policy again by deploying the stack of the function, and delete the URL.'],
    },
  },
  {
    id: 'kms-grant-made',
    title: 'Grant on a KMS key made by hand',
    severity: 'medium',
    attack: ['T1098', 'T1552'],
    set: 'tuned',
    detector: storiesBy(BY_TARGET, when(on('kms', 'CreateGrant'), granted)),
    runbook: {
      meaning:
        'A grant lets a principal use a key beside the policy of the key; no service asked for it on behalf of somebody.',
      impact:
        'Grants stand in no policy and on no page that people look at: they are a quiet way to keep reading.',
      diagnosis: [
        'Who and what: requestParameters.granteePrincipal and operations; is Decrypt among them, is it another account?',
        'Since eventTime, list Decrypt and GenerateDataKey by that principal on the key.',
      ],
      response: ['Revoke it: `aws kms revoke-grant --key-id <key> --grant-id <responseElements.grantId>`.'],
    },
  },
  {
    id: 'file-system-exposed',
    title: 'EFS file system opened, deleted or its mount targets moved',
    severity: 'medium',
    attack: ['T1530', 'T1485'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'elasticfilesystem',
        'DeleteFileSystemPolicy',
        'DeleteFileSystem',
        'ModifyMountTargetSecurityGroups',
      ),
      done(
        byOutsider,
        'elasticfilesystem',
        'CreateReplicationConfiguration',
        'UpdateFileSystemProtection',
        'PutBackupPolicy',
      ),
      done(
        byHand,
        'elasticfilesystem',
        'CreateMountTarget',
        'DeleteMountTarget',
        'PutFileSystemPolicy',
        'CreateAccessPoint',
      ),
    ),
    runbook: {
      meaning:
        'What keeps a file system of tasks to them was changed: its policy, the groups of its mount targets, its replication or backup, or it was deleted.',
      impact:
        'Whoever reaches port 2049 mounts it and reads what containers wrote; or it is gone for all of them.',
      diagnosis: [
        'Now: `aws efs describe-mount-targets --file-system-id <id>` and `describe-file-system-policy`; who may mount?',
        'From eventTime until now, look in flow logs for dstport 2049 from srcaddr that are no tasks of the service.',
      ],
      response: ['Write policy and groups again by the stack, and restore from AWS Backup what was deleted.'],
    },
  },
  {
    id: 'account-settings-changed',
    title: 'Region, contact, quota or experiment of the account changed',
    severity: 'medium',
    attack: ['T1535', 'T1499'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'account',
        'EnableRegion',
        'DisableRegion',
        'PutAlternateContact',
        'DeleteAlternateContact',
        'PutContactInformation',
        '*PrimaryEmail*',
      ),
      done(
        byOutsider,
        'servicequotas',
        'RequestServiceQuotaIncrease',
        'CreateSupportCase',
        'PutServiceQuotaIncreaseRequestIntoTemplate',
      ),
      done(byOutsider, 'fis', 'StartExperiment', 'CreateExperimentTemplate', 'UpdateSafetyLeverState'),
      done(
        byHand,
        'backup',
        'DeleteRecoveryPoint',
        'DeleteBackupVault*',
        'DeleteBackupPlan',
        'StopBackupJob',
      ),
    ),
    runbook: {
      meaning:
        'A region was switched on, a security contact changed, a quota raised, a backup removed, or an experiment of the Fault Injection Service started, which stops tasks on purpose.',
      impact:
        'New regions and quotas come before mining; a changed contact keeps mails of AWS from the team.',
      diagnosis: [
        'Read requestParameters: regionName, quotaCode, desiredValue or experimentTemplateId.',
        'Over the day after eventTime, look for RunTask and RunInstances in that region, or for stopped tasks.',
      ],
      response: [
        'Disable the region, withdraw the request, or `aws fis stop-experiment --id <id>`; put the contact back.',
      ],
    },
  },
];
