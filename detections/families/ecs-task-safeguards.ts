import { textAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { anyOf, inFirst, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { on, when } from '../writing/trail-rules';

/** The same of every container, whatever its place. */
function softContainer(call: TrailCall): string | false {
  if (!call.succeeded) return false;
  const soft = call
    .objects('containerDefinitions[]')
    .filter(
      (container) =>
        /^(?:root|0)/.test(textAt(container, 'user') ?? '') ||
        container['readonlyRootFilesystem'] === false ||
        textAt(container, 'logConfiguration.logDriver') === undefined,
    )
    .map((container) => textAt(container, 'name') ?? 'a container without a name');
  return soft.length > 0 && `in ${soft.slice(0, 4).join(', ')}`;
}

/** What protects and records a task, taken away: its logs, its runtime monitoring, its patched platform. */
export const ecsTaskSafeguards: DetectionFamily = () => [
  {
    id: 'ecs-guardduty-agent-excluded',
    title: 'Cluster or task excluded from GuardDuty Runtime Monitoring',
    severity: 'high',
    attack: ['T1685'],
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
    id: 'ecs-hardening-missing',
    title: 'Container as root, with writable root file system, without logs, or on an old platform',
    severity: 'low',
    attack: ['T1610', 'T1685.002', 'T1211'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // NOT EXISTS is also true where there is no such container, hence the image beside it.
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          inFirst(2, '$.requestParameters.containerDefinitions', (it) =>
            [
              `(${it}.user = "root*")`,
              `(${it}.user = "0*")`,
              `(${it}.readonlyRootFilesystem IS FALSE)`,
              `((${it}.image = *) && (${it}.logConfiguration.logDriver NOT EXISTS))`,
            ].join(' || '),
          ),
          '(($.requestParameters.platformVersion = "1.*") && ($.requestParameters.platformVersion != "1.4.0"))',
          '($.requestParameters.enableFaultInjection IS TRUE)',
        ),
      ),
      beyond: [when(on('ecs', 'RegisterTaskDefinition'), softContainer)],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'One of the first two containers of a definition runs as root, on a writable root file system or without logConfiguration, the task accepts fault injection, or a Linux platform older than 1.4.0 is pinned. A definition that names no user is as soft and cannot be seen by a filter; Security Hub ECS.5 and ECS.20 see it.',
      impact:
        'An intruder in the application can install tools and change the code until the task is replaced, and leaves nothing to read; fault injection lets whoever is inside cut the service off.',
      diagnosis: [
        'See requestParameters.containerDefinitions[].{user,readonlyRootFilesystem,logConfiguration}, enableFaultInjection and platformVersion, and USER in the image.',
        'Compare with the revision that ran 30 days ago (`aws ecs describe-task-definition`): a hardened definition that became soft is a regression worth asking about.',
        'Fault injection: is a chaos test planned this week (`aws fis list-experiments`)? If not, look for StartExperiment in the 24 hours after.',
      ],
      response: [
        'Set user to a numeric non-root id, readonlyRootFilesystem true with a volume for /tmp, and awslogs in mode non-blocking. ECS Exec needs a writable file system for its agent: decide for one of the two.',
        'Leave the platform: `aws ecs update-service --cluster <cluster> --service <service> --platform-version LATEST --force-new-deployment`.',
      ],
    },
  },
];
