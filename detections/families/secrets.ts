import type { DetectionFamily } from '../detection';
import { onBurst, onFirst } from '../writing/alarm-settings';
import { BY_A_PERSON, BY_HAND, byOutsiders } from '../writing/callers';
import { allOf, anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

/**
 * Secrets, as Secrets Manager and Parameter Store hand them out.
 *
 * Every task that starts reads its secrets, and a record does not say that it was a start. So a reader is unexpected
 * here when it is a person or a shell; which role reads which secret, and how many distinct ones, are queries.
 */
export const secrets: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'secret-read-by-person',
    title: 'Secret read by a person, or secrets read with a batch call',
    severity: 'medium',
    attack: ['T1555.006'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // ECS never makes the batch call when it starts a task, so that counts whoever makes it.
      pattern: jsonPattern(
        '($.eventSource = "secretsmanager.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          `(${allOf('($.eventName = "GetSecretValue")', BY_A_PERSON)})`,
          `(${allOf('($.eventName = "BatchGetSecretValue")', ...exceptDeployRoles(deployRoles))})`,
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'An IAM user, root or a console session fetched a secret that tasks are meant to read, or somebody took up to twenty in one batch call.',
      impact:
        'The value has left the fleet: it is on a screen or a disk, out of reach of the task role that guards it.',
      diagnosis: [
        'In the record, look at requestParameters.secretId and userIdentity.arn; in a batch call, filters on a tag or prefix are a fishing net.',
        'Over the hour around it, list GetSecretValue and ListSecrets of the same userIdentity.arn: one secret, or one after another?',
        'Over the 30 days before, check whether this arn ever read this secret.',
      ],
      response: [
        'Ask the person; support work on one secret is the common honest case.',
        'If it is not theirs, disable the key or the session: aws iam update-access-key --status Inactive --access-key-id <key> --user-name <user>.',
        'Rotate the secret and restart its readers: aws secretsmanager rotate-secret --secret-id <id>, then aws ecs update-service --cluster <cluster> --service <service> --force-new-deployment.',
      ],
    },
  },
  {
    id: 'secrets-read-in-burst',
    title: 'Many secrets read by hand within minutes',
    severity: 'high',
    attack: ['T1555.006'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('secretsmanager', 'GetSecretValue'),
        SUCCEEDED,
        BY_HAND,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    // Twenty in a burst: the threshold that Elastic's rule for the same behaviour settled on.
    alarm: onBurst(20),
    runbook: {
      meaning:
        'Twenty or more secret values were fetched within ten minutes by people or from a command line.',
      impact:
        'This is how a stolen key is emptied of what it can read: assume that every secret in the list has leaked.',
      diagnosis: [
        'Over the 15 minutes around the alarm, list GetSecretValue by userIdentity.arn and sourceIPAddress with requestParameters.secretId.',
        'In the same window, look for ListSecrets by the same arn just before: enumeration, then collection.',
        'Over the 24 hours before, look where that access key or role session came from (AssumeRole, ConsoleLogin, sourceIPAddress).',
      ],
      response: [
        'Cut the caller off: aws iam update-access-key --status Inactive for a user; for a role, revoke its sessions with an inline deny on aws:TokenIssueTime.',
        'Rotate every secret in the list, databases and external APIs first: aws secretsmanager rotate-secret --secret-id <id>.',
        'Search the logs behind those secrets (databases, SaaS) for use since the first read.',
      ],
    },
  },
  {
    id: 'secret-read-denied',
    title: 'Secret reads refused',
    severity: 'medium',
    attack: ['T1555.006'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('secretsmanager', 'GetSecretValue', 'BatchGetSecretValue'),
        '($.errorCode = "AccessDenied*")',
      ),
    },
    alarm: onBurst(3),
    runbook: {
      meaning: 'At least three reads of secret values were refused within ten minutes.',
      impact:
        'Either a deployment asks for a secret that its execution role may not read, or somebody tries doors.',
      diagnosis: [
        'Over the 15 minutes around the alarm, group the refused records by userIdentity.arn and requestParameters.secretId.',
        'One execution role and one secret: look at the service events for "unable to pull secrets" in the same minutes.',
        'One arn and many secrets: look at its sourceIPAddress and at what it was allowed to read (GetSecretValue without errorCode).',
      ],
      response: [
        'For a deployment: grant the execution role that secret, or roll back: aws ecs update-service --cluster <cluster> --service <service> --task-definition <former revision>.',
        'For a prober: revoke its credentials, then rotate what it could read.',
      ],
    },
  },
  {
    id: 'secret-changed-outside-pipeline',
    title: 'Secret value, rotation or policy changed, or secret copied, by an outsider',
    severity: 'medium',
    attack: ['T1098', 'T1537'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Rotation functions set values and move labels all day, so there only people count.
      pattern: jsonPattern(
        '($.eventSource = "secretsmanager.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          `(${allOf(
            anyOf(
              '($.eventName = "PutSecretValue")',
              '($.eventName = "UpdateSecret*")',
              '($.eventName = "CancelRotateSecret")',
            ),
            BY_A_PERSON,
          )})`,
          `(${allOf(
            anyOf(
              '($.eventName = "PutResourcePolicy")',
              '($.eventName = "DeleteResourcePolicy")',
              '($.eventName = "*Replica*")',
            ),
            byOutsiders(deployRoles),
          )})`,
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A person set a new value, moved a version label or stopped rotation; or somebody outside the pipeline rewrote who may read the secret or copied it to another region.',
      impact:
        'Tasks take a new value when they next start: an outage, or a password that somebody else knows. A policy can let another account read on for good.',
      diagnosis: [
        'In the record, look at eventName and requestParameters.secretId; for PutResourcePolicy read resourcePolicy for principals outside the account.',
        'Now: aws secretsmanager describe-secret --secret-id <id>; look at VersionIdsToStages, RotationEnabled and ReplicationStatus.',
        'From the change until now, list GetSecretValue on that secretId with another userIdentity.accountId or awsRegion.',
        'Over the hour after it, look for tasks of its readers that stop or fail to start (StoppedReason).',
      ],
      response: [
        'Match it with a change that was announced.',
        'Go back to the former value: aws secretsmanager update-secret-version-stage --secret-id <id> --version-stage AWSCURRENT --move-to-version-id <old> --remove-from-version-id <new>.',
        'Take off a foreign policy or replica: aws secretsmanager delete-resource-policy --secret-id <id>, aws secretsmanager remove-regions-from-replication --secret-id <id> --remove-replica-regions <region>.',
        'After a foreign policy, rotate: aws secretsmanager rotate-secret --secret-id <id>.',
      ],
    },
  },
  {
    id: 'secret-deleted',
    title: 'Secret deleted',
    severity: 'high',
    attack: ['T1485'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Deletion without recovery is not told apart: CloudFormation deletes that way when a stack goes.
      pattern: jsonPattern(calls('secretsmanager', 'DeleteSecret'), SUCCEEDED, byOutsiders(deployRoles)),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A secret was marked for deletion outside the pipeline, or deleted at once where forceDeleteWithoutRecovery is true.',
      impact: 'Tasks that need it cannot start any more; running ones go on until they are replaced.',
      diagnosis: [
        'In the record, look at requestParameters.secretId, forceDeleteWithoutRecovery and recoveryWindowInDays.',
        'Now: aws ecs describe-task-definition for the services of that application; look for the ARN under containerDefinitions.secrets.',
        'Over the hour around it, list the other Delete* calls of the same userIdentity.arn.',
      ],
      response: [
        'Within the recovery window: aws secretsmanager restore-secret --secret-id <id>.',
        'Without one: create the secret again from its source under the same name; the ARN suffix changes, so task definitions that name the full ARN need a new revision.',
        'Hold deployments of its readers until then.',
      ],
    },
  },
  {
    id: 'ssm-parameters-decrypted-in-burst',
    title: 'SSM parameters decrypted by hand in a burst',
    severity: 'medium',
    attack: ['T1555.006'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        // GetParameter, GetParameters, GetParametersByPath, GetParameterHistory.
        calls('ssm', 'GetParameter*'),
        SUCCEEDED,
        '($.requestParameters.withDecryption IS TRUE)',
        BY_HAND,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    // One GetParameters call returns ten values, so five calls are up to fifty secrets.
    alarm: onBurst(5),
    runbook: {
      meaning:
        'Five or more calls within ten minutes decrypted SecureString parameters for a person or a command line.',
      impact: 'Up to ten values a call: the secrets of whole applications may have been read.',
      diagnosis: [
        'Over the 15 minutes around the alarm, list the records with requestParameters.names or path, by userIdentity.arn.',
        'In the same window, look for DescribeParameters by the same arn: enumeration comes first.',
        'Over the 30 days before, check whether that arn read these names.',
      ],
      response: [
        'Ask the person; a script that loads a configuration is the common honest case.',
        'If it is not theirs, revoke the credentials and set new values: aws ssm put-parameter --name <name> --type SecureString --overwrite --value <new>.',
        'Restart the services that read them: aws ecs update-service --cluster <cluster> --service <service> --force-new-deployment.',
      ],
    },
  },
];
