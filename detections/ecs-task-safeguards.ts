import { onFirst } from './alarm-settings';
import type { DetectionFamily } from './detection';
import {
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  inFirst,
  jsonPattern,
  SUCCEEDED,
} from './pattern-text';

/** What protects and records a task, taken away: its logs, its runtime monitoring, its patched platform. */
export const ecsTaskSafeguards: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-task-logging-removed',
    title: 'Task definition with a container that logs nowhere, by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1562.008'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // NOT EXISTS is also true where there is no such container, hence the image beside it.
      pattern: jsonPattern(
        calls('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'),
        SUCCEEDED,
        inFirst(
          3,
          '$.requestParameters.containerDefinitions',
          (it) => `((${it}.image = *) && (${it}.logConfiguration.logDriver NOT EXISTS))`,
        ),
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'One of the first three containers of a hand-registered definition has no logConfiguration.',
      impact: 'What the container prints is lost when the task ends; an intruder leaves nothing to read.',
      diagnosis: [
        'Compare requestParameters.containerDefinitions[].logConfiguration with the revision before: removed, or never there?',
        'In the hour after, see whether a service took the revision: UpdateService or CreateService with this taskDefinition.',
        "Read image and command of that container in the same record: a stranger's image without logs is worse than a forgotten line.",
      ],
      response: [
        'Register it again with awslogs (mode non-blocking, a log group with retention) and move services to that revision.',
        'Set the driver for all: `aws ecs put-account-setting-default --name defaultLogDriverMode --value non-blocking` and AWS Config rule ecs-task-definition-log-configuration.',
      ],
    },
  },
  {
    id: 'ecs-platform-version-outdated',
    title: 'Service or task pinned to an old Fargate platform version',
    severity: 'low',
    attack: ['T1211'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'CreateService', 'UpdateService', 'RunTask', 'CreateTaskSet'),
        SUCCEEDED,
        anyOf(
          '($.requestParameters.platformVersion = "1.0*")',
          '($.requestParameters.platformVersion = "1.1*")',
          '($.requestParameters.platformVersion = "1.2*")',
          '($.requestParameters.platformVersion = "1.3*")',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'platformVersion is 1.3 or older instead of LATEST.',
      impact:
        'Old kernel and runtime, no ephemeral storage encryption by key, no exec logging, no runtime monitoring.',
      diagnosis: [
        'Note requestParameters.platformVersion and service, and see in the last 90 days whether it was LATEST before.',
        "Ask the team whether a dependency still needs the old platform; a downgrade without reason hides from GuardDuty's agent.",
      ],
      response: [
        '`aws ecs update-service --cluster <cluster> --service <service> --platform-version LATEST --force-new-deployment`.',
        'Write LATEST, or 1.4.0 for Linux, in the code that deploys the service.',
      ],
    },
  },
  {
    id: 'ecs-guardduty-agent-excluded',
    title: 'Cluster or task excluded from GuardDuty Runtime Monitoring',
    severity: 'high',
    attack: ['T1562.001'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The account setting is AWS's own; a customer's call on it fails and is worth knowing all the more.
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        anyOf(
          `(($.requestParameters.tags[*].key = "GuardDutyManaged") && ($.requestParameters.tags[*].value = "false") && ${SUCCEEDED})`,
          `(($.eventName = "UntagResource") && ($.requestParameters.tagKeys[*] = "GuardDutyManaged") && ${SUCCEEDED})`,
          '(($.eventName = "*AccountSetting*") && ($.requestParameters.name = "guardDutyActivate"))',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'The tag GuardDutyManaged was set to false or removed, or somebody tried to write the account setting guardDutyActivate.',
      impact:
        'New tasks of the cluster start without the security agent: processes and connections inside them go unseen.',
      diagnosis: [
        'Which resource: requestParameters.resourceArn, clusterName or service; which tasks started there since eventTime (`aws ecs list-tasks`, startedAt)?',
        'Check in the next 2 hours for ExecuteCommand, RunTask and UpdateService on that cluster by the same userIdentity.arn.',
        'See coverage: `aws guardduty list-coverage --detector-id <id>`; coverageStatus of the cluster should be HEALTHY.',
      ],
      response: [
        'Put the tag back: `aws ecs tag-resource --resource-arn <arn> --tags key=GuardDutyManaged,value=true` (or untag, where exclusion tags are used).',
        'Force a new deployment of the services that started without the agent.',
        'Deny ecs:TagResource and ecs:UntagResource on that key (condition aws:TagKeys) outside the deploy role.',
      ],
    },
  },
  {
    id: 'ecs-fault-injection-enabled',
    title: 'Task definition that allows fault injection',
    severity: 'medium',
    attack: ['T1499'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'RegisterTaskDefinition'),
        '($.requestParameters.enableFaultInjection IS TRUE)',
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'enableFaultInjection is true: the task accepts network loss, latency and blackholes from within.',
      impact: 'Whoever is in the task, or may run an FIS experiment, can cut the service off.',
      diagnosis: [
        'Is a chaos test planned for requestParameters.family this week? Its experiment is in the `aws fis list-experiments` of the same day.',
        'In the 24 hours after, look for StartExperiment (fis.amazonaws.com) and for services that moved to the revision.',
      ],
      response: [
        'Stop experiments: `aws fis stop-experiment --id <id>`.',
        'Register the family without it and redeploy.',
      ],
    },
  },
];
