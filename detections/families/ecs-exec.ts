import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { byOutsider } from '../writing/callers';
import {
  allOf,
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  jsonPattern,
  SUCCEEDED,
} from '../writing/pattern-text';
import { inTemplates } from '../writing/templates';
import { on, when } from '../writing/trail-rules';

const EXEC_CONFIGURATION = '$.requestParameters.configuration.executeCommandConfiguration';

/** The transcripts of an existing cluster go to the default place, or to one that the call names. */
function transcriptsMoved(call: TrailCall): string | false {
  if (!call.succeeded || !byOutsider(call)) return false;
  const logging = call.text('configuration.executeCommandConfiguration.logging');
  return logging !== undefined && `session logging is ${logging} from now on`;
}

/** Shells in running containers: ECS Exec, the Session Manager way around it, and what records or permits them. */
export const ecsExec: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-exec-session-opened',
    title: 'ECS Exec session opened in a running container',
    severity: 'high',
    attack: ['T1609', 'T1651'],
    set: 'tuned',
    detector: { kind: 'filter', pattern: jsonPattern(calls('ecs', 'ExecuteCommand'), SUCCEEDED) },
    alarm: onFirst,
    runbook: {
      meaning:
        'Somebody ran ExecuteCommand and has, or had, a root shell in a running container. The container carries the credentials of the task role.',
      impact:
        'Whoever is inside can read everything the task can: its secrets, its database, its role. CloudTrail does not record what is typed in the shell.',
      diagnosis: [
        'In the record itself: userIdentity.arn, sourceIPAddress and requestParameters.{cluster,task,container,command}. An approved break-glass change names the same person and task.',
        'In the 2 hours before, list what the same userIdentity.accessKeyId did; UpdateService with enableExecuteCommand true shows that the way in was prepared.',
        'For the length of the session, read the transcript: the log group or bucket in `aws ecs describe-clusters --clusters <cluster> --include CONFIGURATIONS`, stream named like responseElements.session.sessionId.',
        'From eventTime on, list calls whose userIdentity.arn ends in /<task id>: those were made with the credentials of the task.',
      ],
      response: [
        'Nobody claims it: end the session with `aws ssm terminate-session --session-id <responseElements.session.sessionId>`.',
        'Keep the evidence, then stop the task so that the service starts a clean one: `aws ecs stop-task --cluster <cluster> --task <task> --reason "exec session under investigation"`.',
        'Disable the key that opened it (`aws iam update-access-key --status Inactive …`) or revoke the sessions of the role, and rotate the secrets the task could read.',
        'Switch exec off where nobody needs it: `aws ecs update-service --cluster <cluster> --service <service> --disable-execute-command --force-new-deployment`.',
      ],
    },
  },
  {
    id: 'ecs-exec-denied',
    title: 'ECS Exec attempt refused',
    severity: 'medium',
    attack: ['T1609', 'T1613'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'ExecuteCommand'),
        anyOf(
          '($.errorCode = "AccessDenied*")',
          '($.errorCode = "*Unauthorized*")',
          '($.errorCode = "*NotAuthorized*")',
          '($.errorCode = "InvalidParameterException")',
          '($.errorCode = "TargetNotConnectedException")',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'ExecuteCommand was tried and refused: no permission, exec not enabled on the task, or its agent not connected.',
      impact:
        'No shell was opened. Somebody is looking for one, or a colleague forgot that exec is off; the next try may be the SSM route, which is recorded elsewhere.',
      diagnosis: [
        'Read errorCode and errorMessage: InvalidParameterException with "execute command was not enabled" is the usual human mistake, AccessDenied from an unknown userIdentity.arn is not.',
        'In the hour around eventTime, count ExecuteCommand by userIdentity.arn and requestParameters.task: many tasks by one identity is probing.',
        'In the 30 minutes after, look for StartSession with requestParameters.target beginning with "ecs:", and UpdateService with enableExecuteCommand true, by the same accessKeyId.',
      ],
      response: [
        'Ask the person named in userIdentity.arn over another channel whether it was they.',
        'If not, deactivate the key: `aws iam update-access-key --user-name <user> --access-key-id <key> --status Inactive`; for a role, revoke its active sessions.',
        'Take ecs:ExecuteCommand and ssm:StartSession out of every policy whose holder does not need them.',
      ],
    },
  },
  {
    id: 'ecs-task-ssm-session-opened',
    title: 'Session Manager session opened straight to an ECS task, past ECS Exec and its logging',
    severity: 'critical',
    attack: ['T1609', 'T1021.007'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // ECS Exec opens a session of its own on the caller's behalf; AWS sets these two fields, no caller can.
      pattern: jsonPattern(
        calls('ssm', 'StartSession'),
        '($.requestParameters.target = "ecs:*")',
        SUCCEEDED,
        anyOf('($.userIdentity.invokedBy NOT EXISTS)', '($.userIdentity.invokedBy != "ecs.amazonaws.com")'),
        anyOf('($.sourceIPAddress NOT EXISTS)', '($.sourceIPAddress != "ecs.amazonaws.com")'),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'ssm:StartSession was called with the task itself as target (ecs:<cluster>_<task id>_<runtime id>). That opens a shell without ecs:ExecuteCommand, and ECS Exec session logging does not see it.',
      impact:
        'A root shell with the task role and no transcript. There is hardly a legitimate reason to take this way: treat it as an intrusion until somebody proves otherwise.',
      diagnosis: [
        'Split requestParameters.target at the underscores: cluster, task id and runtime id of the container that was entered.',
        'In the 24 hours before, list the calls of the same userIdentity.accessKeyId, DescribeTasks first: it gives away the runtime id that the target needs.',
        'From eventTime on, search userIdentity.arn ending in /<task id> for calls made from inside, above all GetSecretValue, AssumeRole and ListBuckets.',
        'In the flow logs of the task for the same hour, look for new destinations (dstaddr) with a large bytes sum.',
      ],
      response: [
        'End it now: `aws ssm terminate-session --session-id <responseElements.sessionId>`; list others with `aws ssm describe-sessions --state Active`.',
        'Stop the task (`aws ecs stop-task --cluster <cluster> --task <task id> --reason "intrusion"`) after copying its logs, and rotate every secret it could read.',
        'Deactivate the access key or revoke the role sessions that made the call.',
        'Deny ssm:StartSession on arn:aws:ecs:*:*:task/* to everybody in a service control policy; the ECS guide recommends it.',
      ],
    },
  },
  {
    id: 'ecs-exec-enabled',
    title: 'ECS Exec switched on for a service or task',
    severity: 'medium',
    attack: ['T1098', 'T1578'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls(
          'ecs',
          'CreateService',
          'UpdateService',
          'RunTask',
          'StartTask',
          'CreateDaemon',
          'UpdateDaemon',
        ),
        '($.requestParameters.enableExecuteCommand IS TRUE)',
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
      beyond: [inTemplates(({ request }) => request['enableExecuteCommand'] === true && 'switches exec on')],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A service, daemon or task was created or changed with enableExecuteCommand true, so that shells can be opened in its containers.',
      impact: 'No shell yet, but the door is unlocked for everybody who holds ecs:ExecuteCommand.',
      diagnosis: [
        'Compare requestParameters.service (or taskDefinition) with the repository that deploys it: does the code say that exec is on?',
        'In the 2 hours after eventTime, look for ExecuteCommand on the same requestParameters.cluster and for StartSession with a target beginning with "ecs:".',
        'In the day before, check whether the task role gained ssmmessages:* (PutRolePolicy or AttachRolePolicy on that roleName): exec needs it.',
      ],
      response: [
        'Not wanted: `aws ecs update-service --cluster <cluster> --service <service> --disable-execute-command --force-new-deployment`; running tasks keep exec until they are replaced.',
        'For a task started by RunTask, stop it: `aws ecs stop-task --cluster <cluster> --task <task>`.',
        'If a pipeline did it on purpose, name its role in the deployRoles setting.',
      ],
    },
  },
  {
    id: 'ecs-exec-logging-weakened',
    title: 'Transcripts of exec or Session Manager sessions switched off or sent elsewhere',
    severity: 'high',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf('($.eventSource = "ecs.amazonaws.com")', '($.eventSource = "ssm.amazonaws.com")'),
        SUCCEEDED,
        anyOf(
          `(${EXEC_CONFIGURATION}.logging = "NONE")`,
          `(${allOf(
            anyOf(
              `(${EXEC_CONFIGURATION}.logConfiguration.cloudWatchLogGroupName = *)`,
              `(${EXEC_CONFIGURATION}.logConfiguration.s3BucketName = *)`,
              '($.requestParameters.name = "SSM-SessionManagerRunShell")',
            ),
            anyOf('($.eventName = "Update*")', '($.eventName = "DeleteDocument")'),
            byOtherThanDeployRoles(deployRoles),
          )})`,
        ),
      ),
      beyond: [when(on('ecs', 'UpdateCluster'), transcriptsMoved)],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'The exec configuration of a cluster now says logging NONE, or somebody outside the pipeline gave it another log group or bucket, or wrote SSM-SessionManagerRunShell, the document with the preferences of Session Manager.',
      impact:
        'What people do in sessions is no longer on record, or is on record where you do not look. It is what one does before opening such a session.',
      diagnosis: [
        'Read requestParameters.configuration.executeCommandConfiguration and hold it against the previous UpdateCluster or CreateCluster of that cluster in the last 90 days.',
        'For the document, compare the last two of `aws ssm list-document-versions --name SSM-SessionManagerRunShell`: inputs.s3BucketName and inputs.cloudWatchLogGroupName; it exists once a region, so mind awsRegion.',
        'In the 6 hours after, look for ExecuteCommand with the same requestParameters.cluster, and StartSession: those ran without transcript.',
        'If a log group or bucket is named, find its owner: `aws logs describe-log-groups --log-group-name-prefix <name>`, `aws s3api get-bucket-location --bucket <name>`. Neither in this account means exfiltration.',
      ],
      response: [
        'Put it back: `aws ecs update-cluster --cluster <cluster> --configuration executeCommandConfiguration={logging=OVERRIDE,logConfiguration={cloudWatchLogGroupName=<group>,cloudWatchEncryptionEnabled=true}}`.',
        'Put the document back: `aws ssm update-document-default-version --name SSM-SessionManagerRunShell --document-version <n>`.',
        'Stop tasks with open exec sessions started since; their transcripts cannot be recovered.',
        'Find out how the caller came to hold ecs:UpdateCluster and take it away from people.',
      ],
    },
  },
];
